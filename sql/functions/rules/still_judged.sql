-- Of the rules that a row breaks, those that count: a rule relative to now (a date not before today) is judged when its value is
-- written, not again when an update leaves that value as it is. p_old is null at an insert. Rows are jsonb keyed by column.
create or replace function thing.still_judged(p_rules jsonb, p_failing integer[], p_old jsonb, p_new jsonb)
returns integer[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select f.number
          from unnest(p_failing) with ordinality as f (number, n)
          cross join lateral (select p_rules -> (f.number - 1) as item) r
         where p_old is null
            or not (r.item ->> 'relative')::boolean
            or p_old -> (r.item ->> 'column') is distinct from p_new -> (r.item ->> 'column')
         order by f.n)
$$;
comment on function thing.still_judged(jsonb, integer[], jsonb, jsonb) is 'Broken rules less those relative to now whose value an update leaves alone. Internal.';
revoke all on function thing.still_judged(jsonb, integer[], jsonb, jsonb) from public;

-- Of the rules that a row breaks, those that count: a rule relative to now (a date not before today) is judged when its
-- value is written, not again when an update leaves that value as it is. p_old is null at an insert. Rows are jsonb
-- keyed by column.
create or replace function thing.still_judged(p_rules jsonb, p_failing thing.broken_rule[], p_old jsonb, p_new jsonb)
returns thing.broken_rule[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select row(f.rule, f.item)::thing.broken_rule
          from unnest(p_failing) as f (rule, item)
          cross join lateral (select p_rules -> (f.rule - 1) as item) r
         where p_old is null
            or not (r.item ->> 'relative')::boolean
            or p_old -> (r.item ->> 'column') is distinct from p_new -> (r.item ->> 'column')
         order by f.rule, f.item)
$$;
comment on function thing.still_judged(jsonb, thing.broken_rule[], jsonb, jsonb) is
    'Broken rules less those relative to now whose value an update leaves alone. Internal.';
revoke all on function thing.still_judged(jsonb, thing.broken_rule[], jsonb, jsonb) from public;

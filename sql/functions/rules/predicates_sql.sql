-- The predicates of compiled rules (thing.compiled_rules) as one expression; null without rules. Pure.
create or replace function thing.predicates_sql(p_compiled jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select string_agg(format('(%s)', r.item ->> 'predicate'), ' and ' order by r.n)
      from jsonb_array_elements(p_compiled) with ordinality as r (item, n)
$$;
comment on function thing.predicates_sql(jsonb) is 'Predicates of compiled rules as one expression. Internal.';
revoke all on function thing.predicates_sql(jsonb) from public;

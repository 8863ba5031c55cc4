-- [{"field", "rule", "message", "params"}] for the rules that a row breaks. p_rules: thing.compiled_rules, p_failing: their numbers.
create or replace function thing.describe_violations(p_rules jsonb, p_failing integer[])
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'field', r.item -> 'field',
               'rule', r.item -> 'rule',
               'message', thing.rule_message(r.item),
               'params', case jsonb_typeof(r.item -> 'argument') when 'object' then r.item -> 'argument'
                   else jsonb_build_object('value', r.item -> 'argument') end
                   || case when r.item ->> 'check' is null then '{}' else jsonb_build_object('check', r.item -> 'check') end)
               order by f.n), '[]')
      from unnest(p_failing) with ordinality as f (number, n)
      cross join lateral (select p_rules -> (f.number - 1) as item) r
$$;
comment on function thing.describe_violations(jsonb, integer[]) is 'The violations behind the numbers of broken rules. Internal.';
revoke all on function thing.describe_violations(jsonb, integer[]) from public;

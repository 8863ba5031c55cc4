-- [{"field", "rule", "message", "params"}] for the rules that a row breaks, in the order of the rules; "item" is the
-- place of the item that breaks it, for a rule of a list's items. p_rules: thing.compiled_rules.
create or replace function thing.describe_violations(p_rules jsonb, p_failing thing.broken_rule[])
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
                   || case when r.item ->> 'check' is null then '{}'
                           else jsonb_build_object('check', r.item -> 'check') end)
               || case when f.item is null then '{}' else jsonb_build_object('item', f.item) end
               order by f.rule, f.item), '[]')
      from unnest(p_failing) as f (rule, item)
      cross join lateral (select p_rules -> (f.rule - 1) as item) r
$$;
comment on function thing.describe_violations(jsonb, thing.broken_rule[]) is
    'The violations behind broken rules. Internal.';
revoke all on function thing.describe_violations(jsonb, thing.broken_rule[]) from public;

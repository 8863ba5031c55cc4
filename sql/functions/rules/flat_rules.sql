-- Rules of a field one by one, those of a list's items among them: key is what an override goes by ("items.minLength"),
-- rule the rule. (Without settings of its own, so that it becomes part of the query that calls it.)
create or replace function thing.flat_rules(p_rules jsonb)
returns table (key text, rule text, of_items boolean, given jsonb)
language sql
immutable
as $$
    select r.key, r.key, false, r.value from jsonb_each(p_rules) r where r.key <> 'items'
    union all
    select 'items.' || i.key, i.key, true, i.value from jsonb_each(p_rules -> 'items') i
$$;
comment on function thing.flat_rules(jsonb) is 'Rules of a field one by one, those of items among them. Internal.';
revoke all on function thing.flat_rules(jsonb) from public;

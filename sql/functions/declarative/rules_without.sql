-- Rules of a field or class without those that name one of these fields. Pure.
create or replace function thing.rules_without(p_rules jsonb, p_fields text[])
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(r.key, case r.key
               when 'checks' then (
                   select coalesce(jsonb_object_agg(c.key, c.value), '{}')
                     from jsonb_each(r.value) c
                    where not coalesce(thing.rule_fields(
                                  jsonb_build_object('checks', jsonb_build_object(c.key, c.value))) && p_fields, false))
               else r.value end), '{}')
      from jsonb_each(p_rules) r
     where r.key = 'checks'
        or not coalesce(thing.rule_fields(jsonb_build_object(r.key, r.value)) && p_fields, false)
$$;
comment on function thing.rules_without(jsonb, text[]) is
    'Rules without those that name one of these fields. Internal.';
revoke all on function thing.rules_without(jsonb, text[]) from public;

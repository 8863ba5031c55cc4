-- What two policies of schema documents have in common when they say the same. Pure.
create or replace function thing.comparable_policy(p_policy jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_object_agg(e.key, e.value)
      from jsonb_each(p_policy - 'classId') e
     where e.value not in ('null', '""') and not (e.value = '{}' and e.key in ('when', 'check', 'presets'))
$$;
comment on function thing.comparable_policy(jsonb) is 'A policy as documents compare it. Internal.';
revoke all on function thing.comparable_policy(jsonb) from public;

-- A limit that is a time, as a tenant has it, as PostgreSQL reads such a setting (a plain number is milliseconds); null
-- for none. Internal.
create or replace function thing.limit_interval(p_limits jsonb, p_name text)
returns interval
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select nullif(case when v.value ~ '^[0-9]+$' then v.value || 'ms' else v.value end::interval, interval '0')
      from (select coalesce(p_limits ->> p_name, k.default_value) from thing.limits k where k.name = p_name) v (value)
$$;
comment on function thing.limit_interval(jsonb, text) is
    'A time that is a limit of a tenant. Internal. Example: select thing.limit_interval(''{}'', ''lock_timeout'').';
revoke all on function thing.limit_interval(jsonb, text) from public;

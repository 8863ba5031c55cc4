-- Counts a session of a tenant that the watchdog has ended, or a statement. Internal.
create or replace function thing.count_ending(p_schema text, p_reason text)
returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    insert into thing.session_endings as e (schema_name, reason, sessions, last_at)
    values (p_schema, p_reason, 1, clock_timestamp())
        on conflict (schema_name, reason) do update set sessions = e.sessions + 1, last_at = excluded.last_at
$$;
comment on function thing.count_ending(text, text) is 'Count what the watchdog has ended of a tenant. Internal.';
revoke all on function thing.count_ending(text, text) from public;

-- Ends every session of a tenant's role, and of the API's beside it, and waits up to five seconds until they are gone. Returns how many were told to end.
create or replace function thing.end_sessions(p_role text)
returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ended integer;
    v_roles text[] := array[p_role, thing.api_role(p_role)];
begin
    select count(pg_terminate_backend(a.pid)) into v_ended
      from pg_stat_activity a
     where a.usename = any (v_roles) and a.pid <> pg_backend_pid();
    for v_try in 1 .. 100 loop
        perform pg_stat_clear_snapshot();
        exit when not exists (select from pg_stat_activity a where a.usename = any (v_roles) and a.pid <> pg_backend_pid());
        perform pg_sleep(0.05);
    end loop;
    return v_ended;
end
$$;
comment on function thing.end_sessions(text) is 'End all sessions of a tenant''s roles. Internal.';
revoke all on function thing.end_sessions(text) from public;

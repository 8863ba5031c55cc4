-- Ends every session of these roles, and waits up to ten seconds until they are gone. p_all: of roles that cannot log
-- in any more; else those that are there now. (A session that is just logging in is not seen at once: so three looks,
-- 50 ms apart, have to find none.) Returns how many were told to end. Errors: TB046 SESSIONS_OPEN.
create or replace function thing.end_sessions_of(p_roles oid[], p_all boolean)
returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_pids integer[] := array(select a.pid from pg_stat_activity a
                               where a.usesysid = any (p_roles) and a.pid <> pg_backend_pid());
    v_open integer;
    v_looks integer := 0;
begin
    for v_try in 1 .. 200 loop
        perform pg_stat_clear_snapshot();
        select count(pg_terminate_backend(a.pid)) into v_open
          from pg_stat_activity a
         where a.usesysid = any (p_roles) and a.pid <> pg_backend_pid() and (p_all or a.pid = any (v_pids));
        v_looks := case v_open when 0 then v_looks + 1 else 0 end;
        if v_looks = 3 or (v_looks = 1 and not p_all) then
            return cardinality(v_pids);
        end if;
        perform pg_sleep(0.05);
    end loop;
    perform thing.fail('SESSIONS_OPEN',
        format('%s sessions of suspended, renamed or dropped tenants have not ended', v_open));
    return 0;
end
$$;
comment on function thing.end_sessions_of(oid[], boolean) is
    'End all sessions of some roles, and wait until they are gone. Internal.';
revoke all on function thing.end_sessions_of(oid[], boolean) from public;

-- The second step of thing.suspend_tenant, rename_tenant and drop_tenant, in a transaction of its own after they have
-- been committed: until then, PostgreSQL lets a tenant's roles log in. Ends the sessions that slipped in meanwhile, and
-- returns when they are gone. The API and the commands do that by themselves. Returns how many were told to end.
-- Errors: TB044 FORBIDDEN, TB046 SESSIONS_OPEN. Definer: ends sessions for members of thing_admin.
create or replace function thing.end_sessions()
returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_roles oid[];
    v_ended integer;
begin
    perform thing.assert_admin();
    v_roles := array(select e.role_oid from thing.endings e);
    if v_roles = '{}' then
        return 0;
    end if;
    v_ended := thing.end_sessions_of(v_roles, true);
    delete from thing.endings e where e.role_oid = any (v_roles);
    return v_ended;
end
$$;
comment on function thing.end_sessions() is
    'End what sessions are left of tenants that have been suspended, renamed or dropped; to be called after that is '
    'committed. Example: select thing.end_sessions().';
revoke all on function thing.end_sessions() from public;
grant execute on function thing.end_sessions() to thing_admin;

-- A suspended tenant cannot log in, its open sessions end, and its functions refuse it; its data stays. Logging in ends
-- with the commit: thing.end_sessions(), called after it, ends what has slipped in until then.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN, TB046 SESSIONS_OPEN. Definer: alters roles and ends sessions for
-- members of thing_admin.
create or replace function thing.suspend_tenant(slug text)
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_update(suspend_tenant.slug);
    v_role text;
begin
    update thing.tenants t set suspended_at = coalesce(t.suspended_at, now()) where t.slug = suspend_tenant.slug
    returning * into v_tenant;
    foreach v_role in array thing.tenant_roles(v_tenant.role_name) loop
        execute format('alter role %I nologin', v_role);
    end loop;
    perform thing.shut_out(suspend_tenant.slug, v_tenant.role_name);
    return v_tenant;
end
$$;
comment on function thing.suspend_tenant(text) is
    'Shut a tenant out: no login, open sessions ended, data kept; after the commit, call thing.end_sessions(). '
    'Returns the thing.tenants row. Example: select thing.suspend_tenant(''acme'').';
revoke all on function thing.suspend_tenant(text) from public;
grant execute on function thing.suspend_tenant(text) to thing_admin;

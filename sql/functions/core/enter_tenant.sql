-- The one way into a tenant's schema: authorises the session, then sets search_path to that schema. It has no SET
-- clause of its own, or the path would be undone on return; the public function that calls it has one, which puts the
-- path back when that function ends. session_user is the role that logged in: it cannot be set by a tenant.
-- Errors: TB040 UNKNOWN_TENANT (to admins), TB042 TENANT_SUSPENDED, TB044 FORBIDDEN, TB049 TENANT_ELSEWHERE.
create or replace function thing.enter_tenant(p_tenant text)
returns void
language plpgsql
as $$
declare
    v_tenant record;
    v_admin boolean := pg_has_role(session_user, 'thing_admin', 'member');
begin
    select t.schema_name, t.role_name, t.suspended_at, t.server into v_tenant
      from thing.tenants t
     where t.slug = p_tenant;
    if not v_admin and (v_tenant.role_name is null
                        or session_user not in (v_tenant.role_name, thing.api_role(v_tenant.role_name))) then
        perform thing.fail('FORBIDDEN', format('role %s may not act for tenant %s', session_user, p_tenant));
    elsif v_tenant.schema_name is null then
        perform thing.fail('UNKNOWN_TENANT', format('tenant %s does not exist', p_tenant));
    elsif v_tenant.server is not null and to_regnamespace(quote_ident(v_tenant.schema_name)) is null then
        perform thing.fail('TENANT_ELSEWHERE', format('tenant %s lives on server %s', p_tenant, v_tenant.server));
    elsif v_tenant.suspended_at is not null and not v_admin then
        perform thing.fail('TENANT_SUSPENDED', format('tenant %s is suspended', p_tenant));
    end if;
    perform set_config('search_path', thing.tenant_path(v_tenant.schema_name), true);
end
$$;
comment on function thing.enter_tenant(text) is
    'Authorise the session for a tenant and enter its schema until the calling function returns. Internal.';
revoke all on function thing.enter_tenant(text) from public;

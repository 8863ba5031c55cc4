-- Lets the API log in for a tenant: makes the API's role beside the tenant's if need be, with the same settings and
-- limits, and sets its password to a SCRAM-SHA-256 verifier that the caller has computed: no plain password reaches the
-- server. Returns the role's name.
-- Errors: TB040 UNKNOWN_TENANT, TB042 TENANT_SUSPENDED, TB044 FORBIDDEN, TB020 INVALID_CHANGE when it is not a
-- verifier. Definer: creates roles for members of thing_admin.
create or replace function thing.api_login(tenant text, verifier text)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_update(api_login.tenant);
    v_role text := thing.api_role(v_tenant.role_name);
begin
    if v_tenant.suspended_at is not null then
        perform thing.fail('TENANT_SUSPENDED', format('tenant %s is suspended', api_login.tenant));
    elsif api_login.verifier is null or api_login.verifier !~ (
        '^SCRAM-SHA-256[$][1-9][0-9]{0,8}:([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})'
          -- what PostgreSQL does not know as one, it takes for a plain password
          || '[$][A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$') then
        perform thing.fail('INVALID_CHANGE', 'the API''s password must be a SCRAM-SHA-256 verifier');
    end if;
    if exists (select from pg_roles r where r.rolname = v_role) then
        execute format('alter role %I login password %L', v_role, api_login.verifier);
    else
        execute format('create role %I login inherit password %L', v_role, api_login.verifier);
        execute format('grant %I to %I', v_tenant.role_name, v_role);
        perform thing.set_role_log(v_role);
        perform thing.set_role_path(v_role, v_tenant.schema_name);
        perform thing.set_role_limits(v_role, v_tenant.limits);
    end if;
    return v_role;
end
$$;
comment on function thing.api_login(text, text) is
    'Make the role that the API logs in with for a tenant, and set its password (a SCRAM-SHA-256 verifier). Returns '
    'its name. Example: select thing.api_login(''acme'', ''SCRAM-SHA-256$4096:...'').';
revoke all on function thing.api_login(text, text) from public;
grant execute on function thing.api_login(text, text) to thing_admin;

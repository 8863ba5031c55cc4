-- Sets limits of a tenant: PostgreSQL's own stand on the role (new sessions have them), those of requests are heard by
-- all servers at once. A key set to null goes back to its default.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN, TB045 INVALID_LIMIT. Definer: alters roles for members of thing_admin.
create or replace function thing.tenant_limits(slug text, limits jsonb default '{}')
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_update(tenant_limits.slug);
    v_role text;
begin
    perform thing.check_limits(tenant_limits.limits);
    update thing.tenants t
       set limits = jsonb_strip_nulls(t.limits || tenant_limits.limits)
     where t.slug = tenant_limits.slug
    returning * into v_tenant;
    foreach v_role in array thing.tenant_roles(v_tenant.role_name) loop
        perform thing.set_role_limits(v_role, v_tenant.limits);
    end loop;
    if tenant_limits.limits <> '{}' then
        perform thing.enter_tenant(tenant_limits.slug);
        perform thing.notify(v_tenant.schema_name, (select max(s.version) from schema_versions s));
        perform thing.measure_storage(tenant_limits.slug);
    end if;
    return v_tenant;
end
$$;
comment on function thing.tenant_limits(text, jsonb) is
    'Set limits of a tenant (see thing.limits); null resets one. Returns the thing.tenants row. Example: select '
    'thing.tenant_limits(''acme'', ''{"statement_timeout": "5s"}'').';
revoke all on function thing.tenant_limits(text, jsonb) from public;
grant execute on function thing.tenant_limits(text, jsonb) to thing_admin;

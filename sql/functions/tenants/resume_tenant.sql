-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: alters roles for members of thing_admin.
create or replace function thing.resume_tenant(slug text)
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_update(resume_tenant.slug);
    v_role text;
begin
    update thing.tenants t set suspended_at = null where t.slug = resume_tenant.slug returning * into v_tenant;
    foreach v_role in array thing.tenant_roles(v_tenant.role_name) loop
        execute format('alter role %I login', v_role);
    end loop;
    return v_tenant;
end
$$;
comment on function thing.resume_tenant(text) is
    'Let a suspended tenant in again. Returns the thing.tenants row. Example: select thing.resume_tenant(''acme'').';
revoke all on function thing.resume_tenant(text) from public;
grant execute on function thing.resume_tenant(text) to thing_admin;

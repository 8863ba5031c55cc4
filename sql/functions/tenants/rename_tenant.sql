-- Another slug: schema and role are renamed with it, in one transaction; open sessions of the tenant end, for their
-- role and search_path are the old ones (call thing.end_sessions() after the commit). The tenant's trigger functions
-- name the schema, so they are recreated.
-- Errors: TB010 INVALID_NAME, TB040 UNKNOWN_TENANT, TB041 TENANT_EXISTS, TB044 FORBIDDEN. Definer: renames roles and
-- schemas.
create or replace function thing.rename_tenant(slug text, new_slug text, label text default null)
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_old thing.tenants := thing.tenant_for_update(rename_tenant.slug);
    v_new thing.tenants;
    v_role text;
    v_to text;
begin
    select v_old.label, 'tenant_' || rename_tenant.new_slug, i.role_prefix || rename_tenant.new_slug
      into v_new.label, v_new.schema_name, v_new.role_name
      from thing.installation i;
    if rename_tenant.new_slug is distinct from rename_tenant.slug then
        perform thing.check_tenant_names(rename_tenant.new_slug, v_new.schema_name, v_new.role_name);
    end if;
    update thing.tenants t
       set slug = rename_tenant.new_slug, label = coalesce(rename_tenant.label, t.label),
           schema_name = v_new.schema_name, role_name = v_new.role_name,
           slug_since = case rename_tenant.new_slug when rename_tenant.slug then t.slug_since else clock_timestamp() end
     where t.slug = rename_tenant.slug
    returning * into v_new;
    if rename_tenant.new_slug <> rename_tenant.slug then
        execute format('alter schema %I rename to %I', v_old.schema_name, v_new.schema_name);
        foreach v_role in array thing.tenant_roles(v_old.role_name) loop
            v_to := case v_role when v_old.role_name then v_new.role_name else thing.api_role(v_new.role_name) end;
            execute format('alter role %I rename to %I', v_role, v_to);
            perform thing.set_role_path(v_to, v_new.schema_name);
        end loop;
        execute thing.tenant_functions_sql(v_new.schema_name);
        perform thing.shut_out(rename_tenant.slug, v_new.role_name);
    end if;
    return v_new;
end
$$;
comment on function thing.rename_tenant(text, text, text) is
    'Give a tenant another slug (and label); its sessions end. Returns the thing.tenants row. Example: select '
    'thing.rename_tenant(''acme'', ''acme_uk'').';
revoke all on function thing.rename_tenant(text, text, text) from public;
grant execute on function thing.rename_tenant(text, text, text) to thing_admin;

-- Another slug: schema and role are renamed with it, in one transaction; open sessions of the tenant end, for their role and
-- search_path are the old ones. The tenant's trigger functions name the schema, so they are made anew.
-- Errors: TB010 INVALID_NAME, TB040 UNKNOWN_TENANT, TB041 TENANT_EXISTS, TB044 FORBIDDEN. Definer: renames roles and schemas.
create or replace function thing.rename_tenant(p_slug text, p_to text, p_label text default null)
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_old thing.tenants := thing.tenant_for_update(p_slug);
    v_new thing.tenants;
begin
    if p_to is null or p_to !~ '^[a-z][a-z0-9_]{0,39}$' then
        perform thing.fail('INVALID_NAME', format('%L is no tenant slug', p_to), '{}',
            'A slug has 1 to 40 characters a-z, 0-9 and _, and starts with a letter.');
    end if;
    select v_old.label, 'tenant_' || p_to, i.role_prefix || p_to
      into v_new.label, v_new.schema_name, v_new.role_name
      from thing.installation i;
    if p_to <> p_slug and (
           exists (select from thing.tenants t where t.slug = p_to)
           or exists (select from pg_namespace n where n.nspname = v_new.schema_name)
           or exists (select from pg_roles r where r.rolname = v_new.role_name)) then
        perform thing.fail('TENANT_EXISTS', format('tenant %s is there already', p_to));
    end if;
    update thing.tenants t
       set slug = p_to, label = coalesce(p_label, t.label), schema_name = v_new.schema_name, role_name = v_new.role_name
     where t.slug = p_slug
    returning * into v_new;
    if p_to <> p_slug then
        execute format('alter schema %I rename to %I', v_old.schema_name, v_new.schema_name);
        execute format('alter role %I rename to %I', v_old.role_name, v_new.role_name);
        execute format('alter role %I in database %I set search_path = %s',
            v_new.role_name, current_database(), thing.tenant_path(v_new.schema_name));
        execute thing.tenant_functions_sql(v_new.schema_name);
        perform thing.end_sessions(v_new.role_name);   -- pg_stat_activity knows it by its new name already
    end if;
    return v_new;
end
$$;
comment on function thing.rename_tenant(text, text, text) is
    'Give a tenant another slug (and label); its sessions end. Returns the thing.tenants row. Example: select thing.rename_tenant(''acme'', ''acme_uk'').';
revoke all on function thing.rename_tenant(text, text, text) from public;
grant execute on function thing.rename_tenant(text, text, text) to thing_admin;

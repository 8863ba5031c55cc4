-- A tenant: schema, LOGIN role, grants and limits, in one transaction. password may be plain or a SCRAM verifier;
-- without one the role cannot log in by password until ALTER ROLE gives it one.
-- Errors: TB010 INVALID_NAME, TB041 TENANT_EXISTS, TB044 FORBIDDEN, TB045 INVALID_LIMIT.
-- Definer: creates roles and schemas on behalf of members of thing_admin.
create or replace function thing.create_tenant(
    slug text, label text default null, password text default null, limits jsonb default '{}')
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants;
    v_schema text := 'tenant_' || create_tenant.slug;
    v_role text;
begin
    perform thing.assert_admin();
    select i.role_prefix || create_tenant.slug into v_role from thing.installation i;
    perform thing.check_tenant_names(create_tenant.slug, v_schema, v_role);
    perform from thing.core_versions v where v.version = 0 for share;   -- it is made by one version of the core
    insert into thing.tenants (slug, label, schema_name, role_name, core_version, core_checksum)
    select create_tenant.slug, coalesce(create_tenant.label, create_tenant.slug), v_schema, v_role, max(v.version),
           max(v.checksum) filter (where v.version = 0)
      from thing.core_versions v
    returning * into v_tenant;

    execute format('create schema %I', v_schema);
    execute thing.tenant_tables_sql(v_schema);
    execute thing.tenant_functions_sql(v_schema);
    perform thing.ensure_tenant_role(v_tenant, create_tenant.password);
    execute format(
        'insert into %I.schema_versions (version, operations, inverse, diff, checksum, author, shape)
         values (0, ''[]'', ''[]'', ''[]'', md5(''''), %L, md5(''''))', v_schema, session_user);
    if create_tenant.limits = '{}' then   -- the role has the defaults
        return v_tenant;
    end if;
    return thing.tenant_limits(create_tenant.slug, create_tenant.limits);
end
$$;
comment on function thing.create_tenant(text, text, text, jsonb) is
    'Create a tenant: schema tenant_<slug>, its LOGIN role, grants and limits. Returns the thing.tenants row. '
    'Example: select thing.create_tenant(''acme'', ''Acme Ltd'').';
revoke all on function thing.create_tenant(text, text, text, jsonb) from public;
grant execute on function thing.create_tenant(text, text, text, jsonb) to thing_admin;

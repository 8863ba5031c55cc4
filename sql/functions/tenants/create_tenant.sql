-- A tenant: schema, LOGIN role, grants and limits, in one transaction.
-- p_password may be plain or a SCRAM verifier; without one the role cannot log in by password until ALTER ROLE gives it one.
-- Errors: TB010 INVALID_NAME, TB041 TENANT_EXISTS, TB044 FORBIDDEN, TB045 INVALID_LIMIT.
-- Definer: creates roles and schemas on behalf of members of thing_admin.
create or replace function thing.create_tenant(
    p_slug text, p_label text default null, p_password text default null, p_limits jsonb default '{}')
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_schema text := 'tenant_' || p_slug;
    v_role text;
begin
    perform thing.assert_admin();
    select i.role_prefix || p_slug into v_role from thing.installation i;
    perform thing.check_tenant_names(p_slug, v_schema, v_role);
    insert into thing.tenants (slug, label, schema_name, role_name)
    values (p_slug, coalesce(p_label, p_slug), v_schema, v_role);

    execute format('create role %I login password %L', v_role, p_password);
    execute format('grant thing_tenant to %I', v_role);
    execute format('create schema %I', v_schema);
    execute format('grant usage on schema %I to %I', v_schema, v_role);
    perform thing.set_role_log(v_role);
    perform thing.set_role_path(v_role, v_schema);
    execute thing.tenant_tables_sql(v_schema);
    execute thing.tenant_functions_sql(v_schema);
    execute format('grant select on %I.thing_instances to %I', v_schema, v_role);
    -- The class behind a thing's id, and what it extends: what node(id) and __typename need.
    execute format('grant select (id, name, extends_id, abstract, dropped_version) on %I.thing_classes to %I', v_schema, v_role);
    execute format(
        'insert into %I.schema_versions (version, operations, inverse, diff, checksum, author, shape)
         values (0, ''[]'', ''[]'', ''[]'', md5(''''), %L, md5(''''))', v_schema, session_user);
    return thing.tenant_limits(p_slug, p_limits);
end
$$;
comment on function thing.create_tenant(text, text, text, jsonb) is
    'Create a tenant: schema tenant_<slug>, its LOGIN role, grants and limits. Returns the thing.tenants row. Example: select thing.create_tenant(''acme'', ''Acme Ltd'').';
revoke all on function thing.create_tenant(text, text, text, jsonb) from public;
grant execute on function thing.create_tenant(text, text, text, jsonb) to thing_admin;

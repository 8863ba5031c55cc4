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
    if p_slug is null or p_slug !~ '^[a-z][a-z0-9_]{0,39}$' then
        perform thing.fail('INVALID_NAME', format('%L is no tenant slug', p_slug), '{}',
            'A slug has 1 to 40 characters a-z, 0-9 and _, and starts with a letter.');
    end if;
    select i.role_prefix || p_slug into v_role from thing.installation i;
    if exists (select from thing.tenants t where t.slug = p_slug)
       or exists (select from pg_namespace n where n.nspname = v_schema)
       or exists (select from pg_roles r where r.rolname = v_role) then
        perform thing.fail('TENANT_EXISTS', format('tenant %s, schema %s or role %s is there already', p_slug, v_schema, v_role));
    end if;
    insert into thing.tenants (slug, label, schema_name, role_name)
    values (p_slug, coalesce(p_label, p_slug), v_schema, v_role);

    execute format('create role %I login password %L', v_role, p_password);
    execute format('grant thing_tenant to %I', v_role);
    execute format('create schema %I', v_schema);
    execute format('grant usage on schema %I to %I', v_schema, v_role);
    execute format('alter role %I in database %I set search_path = %s', v_role, current_database(), thing.tenant_path(v_schema));
    execute thing.tenant_tables_sql(v_schema);
    execute thing.tenant_functions_sql(v_schema);
    execute format('grant select on %I.thing_instances to %I', v_schema, v_role);
    execute format(
        'insert into %I.schema_versions (version, operations, inverse, diff, checksum, author)
         values (0, ''[]'', ''[]'', ''[]'', md5(''''), %L)', v_schema, session_user);
    return thing.tenant_limits(p_slug, p_limits);
end
$$;
comment on function thing.create_tenant(text, text, text, jsonb) is
    'Create a tenant: schema tenant_<slug>, its LOGIN role, grants and limits. Returns the thing.tenants row. Example: select thing.create_tenant(''acme'', ''Acme Ltd'').';
revoke all on function thing.create_tenant(text, text, text, jsonb) from public;
grant execute on function thing.create_tenant(text, text, text, jsonb) to thing_admin;

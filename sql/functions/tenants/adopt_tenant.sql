-- Makes a tenant of the schema tenant_<slug> that came from elsewhere: pg_restore of one tenant's schema, a copy, a
-- repair by hand. Nothing is touched before all of it is checked (thing.adoption_problems). Then roles, grants,
-- triggers, functions and the catalog are made as this core makes them, jobs go on, and the log gets a new identity:
-- cursors from before get a RESYNC.
-- Errors: TB010 INVALID_NAME, TB020 to TB028 (metadata that this server cannot serve), TB032 DATA_CONFLICT, TB040
-- UNKNOWN_TENANT (no such schema), TB041 TENANT_EXISTS, TB044 FORBIDDEN, TB045 INVALID_LIMIT, TB046 NOT_ADOPTABLE.
-- Definer: makes roles and takes over schemas for members of thing_admin.
create or replace function thing.adopt_tenant(
    slug text, label text default null, password text default null, limits jsonb default '{}')
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants;
    v_schema text := 'tenant_' || adopt_tenant.slug;
    v_role text;
    v_problems jsonb;
begin
    perform thing.assert_admin();
    select i.role_prefix || adopt_tenant.slug into v_role from thing.installation i;
    if adopt_tenant.slug is null or adopt_tenant.slug !~ '^[a-z][a-z0-9_]{0,39}$' then
        perform thing.check_tenant_names(adopt_tenant.slug, v_schema, v_role);
    elsif exists (select from thing.tenants t
                   where adopt_tenant.slug = t.slug or v_schema = t.schema_name or v_role = t.role_name) then
        perform thing.fail('TENANT_EXISTS', format('tenant %s already exists', adopt_tenant.slug));
    elsif not exists (select from pg_namespace n where n.nspname = v_schema) then
        perform thing.fail('UNKNOWN_TENANT', format('schema %s does not exist', v_schema), '{}',
            'Restore it first: pg_restore --schema ' || v_schema || ' ...');
    elsif exists (select from pg_roles r where r.rolname in (v_role, thing.api_role(v_role))
                     and (r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls)) then
        perform thing.fail('TENANT_EXISTS', format('role %s already exists and belongs to no tenant', v_role));
    end if;
    v_problems := thing.adoption_problems(v_schema);
    if v_problems is not null then
        perform thing.fail('NOT_ADOPTABLE', format('schema %s cannot become a tenant: %s', v_schema, (
                select string_agg(concat_ws(' ', x.p ->> 'problem' || ':', x.p ->> 'kind',
                           concat_ws('.', x.p ->> 'table', x.p ->> 'name')), '; ' order by x.n)
                  from jsonb_array_elements(v_problems) with ordinality x (p, n) where x.n <= 5)),
            jsonb_path_query_array(v_problems, '$[0 to 99]'));
    end if;
    insert into thing.tenants (slug, label, schema_name, role_name)
    values (adopt_tenant.slug, coalesce(adopt_tenant.label, adopt_tenant.slug), v_schema,
           v_role) returning * into v_tenant;
    perform thing.reset_schema(v_schema);
    execute thing.tenant_functions_sql(v_schema);
    perform thing.ensure_tenant_role(v_tenant, adopt_tenant.password);

    perform thing.enter_tenant(adopt_tenant.slug);
    lock table schema_versions in share update exclusive mode;
    delete from thing_subscribers;
    update thing_jobs j set state = 'queued' where j.state = 'running';
    -- What was compiled elsewhere is not trusted.
    update thing_classes c set triggers_hash = null, compiled = null, predicate = null, entry_shape = null;
    -- refresh gives it one
    update schema_versions s set shape = null where s.version = (select max(o.version) from schema_versions o);
    perform thing.log_state();
    perform thing.run_steps(
        array(select o.step
                from (select c.id, s as step, row_number() over () as n from thing_classes c
                        cross join lateral thing.reconcile_class(c.id) s) o
               order by (o.step).phase, o.id, o.n),
        (select max(s.version) from schema_versions s));
    perform thing.refresh_tenant(adopt_tenant.slug);
    return thing.tenant_limits(adopt_tenant.slug, adopt_tenant.limits);
end
$$;
comment on function thing.adopt_tenant(text, text, text, jsonb) is
    'Make a tenant of the schema tenant_<slug> that was restored from a dump. Returns the thing.tenants row. Example: '
    'select thing.adopt_tenant(''acme'', ''Acme Ltd'').';
revoke all on function thing.adopt_tenant(text, text, text, jsonb) from public;
grant execute on function thing.adopt_tenant(text, text, text, jsonb) to thing_admin;

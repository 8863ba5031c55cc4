-- The tenant's login role as it should be: made when it is missing (a dump of a database has no roles), and let in where it belongs. A role
-- that is there keeps its password. Returns whether it was made. Errors: TB045 INVALID_LIMIT.
create or replace function thing.ensure_tenant_role(p_tenant thing.tenants, p_password text default null)
returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_made boolean := not exists (select from pg_roles r where r.rolname = p_tenant.role_name);
    v_role text;
begin
    if v_made then
        execute format('create role %I %s password %L', p_tenant.role_name,
            case when p_tenant.suspended_at is null then 'login' else 'nologin' end, p_password);
    end if;
    if not pg_has_role(p_tenant.role_name, 'thing_tenant', 'member') then
        execute format('grant thing_tenant to %I', p_tenant.role_name);
    end if;
    if v_made or not (has_schema_privilege(p_tenant.role_name, p_tenant.schema_name, 'usage')
                      and has_table_privilege(p_tenant.role_name, format('%I.thing_instances', p_tenant.schema_name), 'select')
                      and has_column_privilege(p_tenant.role_name, format('%I.thing_classes', p_tenant.schema_name), 'id', 'select')) then
        execute format('grant usage on schema %I to %I', p_tenant.schema_name, p_tenant.role_name);
        execute format('grant select on %I.thing_instances to %I', p_tenant.schema_name, p_tenant.role_name);
        -- The class behind a thing's id, and what it extends: what node(id) and __typename need.
        execute format('grant select (id, name, extends_id, abstract, dropped_version) on %I.thing_classes to %I', p_tenant.schema_name, p_tenant.role_name);
    end if;
    foreach v_role in array thing.tenant_roles(p_tenant.role_name) loop
        if exists (   -- the role is new here, or this core knows a limit more
            select
              from thing.limits k
              cross join (select r.oid as role, d.oid as database from pg_roles r, pg_database d
                           where r.rolname = v_role and d.datname = current_database()) o
             where k.kind = 'setting'
               and not exists (select from pg_db_role_setting s
                                where s.setrole = o.role and s.setdatabase = o.database
                                  and exists (select from unnest(s.setconfig) c where starts_with(c, k.name || '='))))
        then
            perform thing.set_role_limits(v_role, p_tenant.limits);
        end if;
        perform thing.set_role_path(v_role, p_tenant.schema_name);
    end loop;
    return v_made;
end
$$;
comment on function thing.ensure_tenant_role(thing.tenants, text) is 'Make a tenant''s role if it is missing, and grant it what every tenant has. Internal.';
revoke all on function thing.ensure_tenant_role(thing.tenants, text) from public;

-- The tenant's login role as it should be: made when it is missing (a dump of a database has no roles), and let in
-- where it belongs. A role that is there keeps its password. Returns whether it was made. Errors: TB045 INVALID_LIMIT.
create or replace function thing.ensure_tenant_role(p_tenant thing.tenants, p_password text default null)
returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_made boolean := not exists (select from pg_roles r where r.rolname = p_tenant.role_name);
    v_role text;
    v_grant record;
begin
    if v_made then
        execute format('create role %I %s password %L', p_tenant.role_name,
            case when p_tenant.suspended_at is null then 'login' else 'nologin' end, p_password);
    end if;
    if not pg_has_role(p_tenant.role_name, 'thing_tenant', 'member') then
        execute format('grant thing_tenant to %I', p_tenant.role_name);
    end if;
    if not has_schema_privilege(p_tenant.role_name, p_tenant.schema_name, 'usage') then
        execute format('grant usage on schema %I to %I', p_tenant.schema_name, p_tenant.role_name);
    end if;
    for v_grant in
        select g.*
          from thing.metadata_grants() g
          join pg_class c on c.relname = g.table_name
           and c.relnamespace = (select n.oid from pg_namespace n where n.nspname = p_tenant.schema_name)
         where not case when g.column_name is null then has_table_privilege(p_tenant.role_name, c.oid, g.privilege)
                        else has_column_privilege(p_tenant.role_name, c.oid, g.column_name, g.privilege) end
    loop
        execute thing.grant_sql('grant', v_grant.privilege, array_remove(array[v_grant.column_name], null),
            p_tenant.schema_name, v_grant.table_name, p_tenant.role_name);
    end loop;
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
        perform thing.set_role_log(v_role);
        perform thing.set_role_path(v_role, p_tenant.schema_name);
    end loop;
    return v_made;
end
$$;
comment on function thing.ensure_tenant_role(thing.tenants, text) is
    'Make a tenant''s role if it is missing, and grant it what every tenant has. Internal.';
revoke all on function thing.ensure_tenant_role(thing.tenants, text) from public;

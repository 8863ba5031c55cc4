-- Makes anew what the core generates in a tenant's schema: trigger functions, the triggers of every class, the role's
-- search_path. The installer calls it for every tenant, so that an upgraded core behaves as a fresh one.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: alters roles and tables for members of thing_admin.
create or replace function thing.refresh_tenant(p_slug text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tenant thing.tenants := thing.tenant_for_update(p_slug);
    v_statement text;
begin
    execute format('alter role %I in database %I set search_path = %s',
        v_tenant.role_name, current_database(), thing.tenant_path(v_tenant.schema_name));
    execute thing.tenant_functions_sql(v_tenant.schema_name);
    perform thing.enter_tenant(p_slug);
    for v_statement in
        select s.statement
          from thing_classes c
          cross join lateral thing.class_triggers_sql(c.id) as s (statement)
         where c.dropped_version is null and not c.abstract
         order by c.id
    loop
        execute v_statement;
    end loop;
end
$$;
comment on function thing.refresh_tenant(text) is
    'Make the trigger functions and triggers of a tenant anew, as this version of the core has them. Example: select thing.refresh_tenant(''acme'').';
revoke all on function thing.refresh_tenant(text) from public;
grant execute on function thing.refresh_tenant(text) to thing_admin;

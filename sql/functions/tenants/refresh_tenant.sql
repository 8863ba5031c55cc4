-- Makes anew what the core generates in a tenant's schema: trigger functions, triggers, compiled rules and catalog entry of every class (those
-- that differ from what is there), the roles' search_path. The installer calls it for every tenant, so that an upgraded core behaves as a
-- fresh one. Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: alters roles and tables for members of thing_admin.
create or replace function thing.refresh_tenant(p_slug text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
as $$
declare
    v_tenant thing.tenants := thing.tenant_for_update(p_slug);
    v_role text;
    v_live integer[];
begin
    foreach v_role in array thing.tenant_roles(v_tenant.role_name) loop
        perform thing.set_role_log(v_role);
        perform thing.set_role_path(v_role, v_tenant.schema_name);
    end loop;
    execute thing.tenant_functions_sql(v_tenant.schema_name);
    perform thing.enter_tenant(p_slug);
    lock table schema_versions in share update exclusive mode;   -- no migration meanwhile
    perform thing.run_steps(
        array(select s
                from thing_classes c
                cross join lateral thing.trigger_steps(c.id) s
               where c.dropped_version is null and not c.abstract
               order by c.id),
        (select max(s.version) from schema_versions s));
    update thing_classes c
       set compiled = n.compiled, predicate = n.predicate
      from (select o.id, thing.compiled_rules(o.id) as compiled, thing.class_predicate_sql(o.id) as predicate
              from thing_classes o
             where o.dropped_version is null) n
     where c.id = n.id
       and (c.compiled, c.predicate) is distinct from (n.compiled, n.predicate);
    v_live := array(select c.id from thing_classes c where c.dropped_version is null);
    perform thing.store_names(v_live);
    perform thing.publish_entries(v_live, '{"op": "refresh"}', '{"kind": "CATALOG_REFRESHED", "impact": "SAFE"}');
end
$$;
comment on function thing.refresh_tenant(text) is
    'Make the trigger functions, triggers, compiled rules and catalog of a tenant anew, as this version of the core has them. Example: select thing.refresh_tenant(''acme'').';
revoke all on function thing.refresh_tenant(text) from public;
grant execute on function thing.refresh_tenant(text) to thing_admin;

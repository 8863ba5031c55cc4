-- Recreates what the core generates in a tenant's schema: trigger functions, triggers, compiled rules and catalog
-- entry of every class (those that differ from what is there), settings of the roles. An upgrade does the same in steps
-- (py_api/core/install.py), so that an upgraded core behaves as a fresh one. Errors: TB030 SCHEMA_BUSY, TB040
-- UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: for members of thing_admin.
create or replace function thing.refresh_tenant(slug text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.refresh_triggers(refresh_tenant.slug);
    perform thing.refresh_catalog(refresh_tenant.slug);
end
$$;
comment on function thing.refresh_tenant(text) is
    'Recreate the trigger functions, triggers, compiled rules and catalog of a tenant, as this version of the core '
    'has them. Example: select thing.refresh_tenant(''acme'').';
revoke all on function thing.refresh_tenant(text) from public;
grant execute on function thing.refresh_tenant(text) to thing_admin;

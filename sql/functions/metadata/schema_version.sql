-- The version a tenant's schema is at. Errors: those of thing.enter_tenant. Definer: reads metadata for the tenant's
-- role.
create or replace function thing.schema_version(tenant text)
returns integer
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(schema_version.tenant);
    return (select max(s.version) from schema_versions s);
end
$$;
comment on function thing.schema_version(text) is
    'The schema version of a tenant: what to pass as expected version. Example: select thing.schema_version(''acme'').';
revoke all on function thing.schema_version(text) from public;
grant execute on function thing.schema_version(text) to thing_admin, thing_tenant;

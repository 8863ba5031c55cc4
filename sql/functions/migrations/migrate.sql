-- A schema change: metadata, tables, version row, log and NOTIFY in one transaction, or nothing at all.
-- Errors: TB030 SCHEMA_BUSY, TB031 SCHEMA_CONFLICT, TB032 DATA_CONFLICT, TB038 INVALID_TRANSACTION, those of
-- thing.enter_tenant and of the changes. Definer: DDL runs as thing_owner for the tenant's role and for members of
-- thing_admin.
create or replace function thing.migrate(
    tenant text, changes jsonb, expected_version integer default null, author text default null)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(migrate.tenant);
    return thing.run_migration(migrate.changes, migrate.expected_version, migrate.author);
end
$$;
comment on function thing.migrate(text, jsonb, integer, text) is
    'Apply schema changes (JSON array) in one transaction; fails when the schema is not at expected_version. Returns '
    '{version, diff, inverse, jobs}. Example: select thing.migrate(''acme'', ''[{"op": "rename_class", "class": '
    '"Product", "to": "Article"}]'', 3).';
revoke all on function thing.migrate(text, jsonb, integer, text) from public;
grant execute on function thing.migrate(text, jsonb, integer, text) to thing_admin, thing_tenant;

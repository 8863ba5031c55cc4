-- Notes what every tenant's schema has: makes it in a schema of its own, reads that from pg_catalog, and drops it. So
-- the one place that knows these tables stays thing.tenant_tables_sql, and the texts are those of this server. Called
-- by the installer, last.
create or replace function thing.note_parts()
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set client_min_messages = 'warning'
as $$
declare
    v_schema constant text := 'thing_model_schema';
begin
    execute format('create schema %I', v_schema);
    execute thing.model_tables_sql(v_schema);
    perform set_config('search_path', thing.tenant_path(v_schema), true);
    delete from thing.parts;
    insert into thing.parts (scope, table_name, part, name, definition)
    select 'tenant', p.table_name, p.part, p.name, p.definition from thing.actual_parts(v_schema) p;
    perform set_config('search_path', 'pg_catalog, pg_temp', true);
    execute format('drop schema %I cascade', v_schema);
    insert into thing.parts (scope, table_name, part, name, definition)
    select 'core', p.table_name, p.part, p.name, p.definition from thing.core_parts() p;
end
$$;
comment on function thing.note_parts() is 'Note in thing.parts what tenants'' schemas and the core have. Internal.';
revoke all on function thing.note_parts() from public;

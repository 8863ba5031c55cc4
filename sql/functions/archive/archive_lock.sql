-- Keeps the tables of a tenant as they are until the transaction ends: no migration and no background job changes them.
-- Things are read and written as ever. A migration that comes meanwhile gets SCHEMA_BUSY.
-- Errors: TB044 FORBIDDEN, those of thing.enter_tenant, 55P03. Definer: locks tables for members of thing_admin.
create or replace function thing.archive_lock(tenant text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(archive_lock.tenant);
    lock table schema_versions in share mode;   -- (archives of one tenant do not wait for each other)
    execute (select 'lock table ' || string_agg(format('%I.%I', current_schema(), t.name), ', ' order by t.name)
                    || ' in access share mode' from thing.archive_tables() t);
end
$$;
comment on function thing.archive_lock(text) is
    'Keep the tables of a tenant as they are until the transaction ends, so that they can be copied. Example: select '
    'thing.archive_lock(''acme'').';
revoke all on function thing.archive_lock(text) from public;
grant execute on function thing.archive_lock(text) to thing_admin;

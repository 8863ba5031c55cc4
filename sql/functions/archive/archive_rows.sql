-- The query whose rows an archive has of a table of a tenant, for COPY by a member of thing_owner. replaced: the schema
-- of thing.begin_replacement, where fields that are marked personal are replaced.
-- Errors: TB044 FORBIDDEN, those of thing.enter_tenant. Definer: reads a tenant's metadata for members of thing_admin.
create or replace function thing.archive_rows(tenant text, name text, columns text[], replaced text default null)
returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(archive_rows.tenant);
    return thing.archived_sql(archive_rows.name, archive_rows.columns, archive_rows.replaced);
end
$$;
comment on function thing.archive_rows(text, text, text[], text) is
    'The query of what an archive has of a table. Example: select thing.archive_rows(''acme'', ''tc_product'', '
    '''{id,name}'').';
revoke all on function thing.archive_rows(text, text, text[], text) from public;
grant execute on function thing.archive_rows(text, text, text[], text) to thing_admin;

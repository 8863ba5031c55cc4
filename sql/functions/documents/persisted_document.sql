-- The GraphQL document of that SHA-256 on the tenant's list, or null. Errors: those of thing.enter_tenant.
-- Definer: the tenant's role does not read the list itself.
create or replace function thing.persisted_document(tenant text, hash text)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(persisted_document.tenant);
    return (select d.document from persisted_documents d where d.hash = persisted_document.hash);
end
$$;
comment on function thing.persisted_document(text, text) is
    'A persisted GraphQL document by its SHA-256, or null. Example: select thing.persisted_document(''acme'', '
    '''7dba4b...'').';
revoke all on function thing.persisted_document(text, text) from public;
grant execute on function thing.persisted_document(text, text) to thing_admin, thing_tenant;

-- Puts a GraphQL document on the tenant's list, for clients that name it by its hash; a server in persisted-only mode
-- takes no other. Returns the SHA-256 of its text in hexadecimal. One that is on the list stays as it is.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN, TB020 INVALID_CHANGE for an empty one. Definer: the list is the core's
-- to write.
create or replace function thing.persist_document(tenant text, document text)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_hash text := encode(sha256(convert_to(persist_document.document, 'UTF8')), 'hex');
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(persist_document.tenant);
    if coalesce(persist_document.document, '') !~ '\S' then
        perform thing.fail('INVALID_CHANGE', 'the document is empty');
    end if;
    insert into persisted_documents (hash, document, created_by)
    values (v_hash, persist_document.document, session_user)
    on conflict (hash) do nothing;
    return v_hash;
end
$$;
comment on function thing.persist_document(text, text) is
    'Put a GraphQL document on a tenant''s list of persisted ones. Returns its SHA-256. Example: select '
    'thing.persist_document(''acme'', ''{ products { totalCount } }'').';
revoke all on function thing.persist_document(text, text) from public;
grant execute on function thing.persist_document(text, text) to thing_admin;

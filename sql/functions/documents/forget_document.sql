-- Takes a GraphQL document off the tenant's list; returns whether it was there. A server process that has served it may know it until it restarts.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: the list is the core's to write.
create or replace function thing.forget_document(p_tenant text, p_hash text)
returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(p_tenant);
    delete from persisted_documents d where d.hash = p_hash;
    return found;
end
$$;
comment on function thing.forget_document(text, text) is
    'Take a GraphQL document off a tenant''s list of persisted ones; whether it was there. Example: select thing.forget_document(''acme'', ''7dba4b...'').';
revoke all on function thing.forget_document(text, text) from public;
grant execute on function thing.forget_document(text, text) to thing_admin;

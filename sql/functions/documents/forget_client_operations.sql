-- Takes the documents of a client off the list (thing.register_client_operations); returns how many there were.
-- Errors: those of thing.enter_tenant. Definer: the list is the core's to write.
create or replace function thing.forget_client_operations(tenant text, client text)
returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_count integer;
begin
    perform thing.enter_tenant(forget_client_operations.tenant);
    delete from client_operations c where c.client = forget_client_operations.client;
    get diagnostics v_count = row_count;
    return v_count;
end
$$;
comment on function thing.forget_client_operations(text, text) is
    'Forget the GraphQL documents that a client has registered; how many there were. Example: select '
    'thing.forget_client_operations(''acme'', ''shop 1.2'').';
revoke all on function thing.forget_client_operations(text, text) from public;
grant execute on function thing.forget_client_operations(text, text) to thing_admin, thing_tenant;

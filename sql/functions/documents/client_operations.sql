-- The documents that a client, or any, has registered (thing.register_client_operations), by client and hash: first of
-- them after skip.
-- Errors: those of thing.enter_tenant. Definer: the list is the core's.
create or replace function thing.client_operations(
    tenant text, client_name text default null, first integer default 100, skip integer default 0)
returns table (client text, hash text, name text, document text, schema_version integer,
    registered_at timestamptz, seen_at timestamptz)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(client_operations.tenant);
    return query
    select c.client, c.hash, c.name, c.document, c.schema_version, c.registered_at, c.seen_at
      from client_operations c
     where c.client = client_operations.client_name or client_operations.client_name is null
     order by c.client collate "C", c.hash collate "C"
     limit greatest(client_operations.first, 0) offset greatest(client_operations.skip, 0);
end
$$;
comment on function thing.client_operations(text, text, integer, integer) is
    'The GraphQL documents that clients have registered. Example: select client, name, schema_version, seen_at from '
    'thing.client_operations(''acme'').';
revoke all on function thing.client_operations(text, text, integer, integer) from public;
grant execute on function thing.client_operations(text, text, integer, integer) to thing_admin, thing_tenant;

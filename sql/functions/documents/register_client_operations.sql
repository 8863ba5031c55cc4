-- Notes that a client sends these GraphQL documents: [{"document", "name"}, ...], whose GraphQL the API has validated.
-- One that is registered already is seen again, at the schema's version of now. Returns them, in that order: [{client,
-- hash, name, document, schema_version, registered_at, seen_at}]. A client has 1,000: those that it has not registered
-- for longest make room. A tenant has 10,000, and 64 MiB.
-- Errors: TB067 INVALID_CLIENT_OPERATION, TB065 REGISTRY_FULL, those of thing.enter_tenant. Definer: the list is the
-- core's to write.
create or replace function thing.register_client_operations(tenant text, client text, operations jsonb)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_registered jsonb;
    v_full boolean;
begin
    perform thing.enter_tenant(register_client_operations.tenant);
    if coalesce(register_client_operations.client, '') !~ '\S' or length(register_client_operations.client) > 200 then
        perform thing.fail('INVALID_CLIENT_OPERATION', 'the name of a client must have 1 to 200 characters',
            to_jsonb(register_client_operations.client));
    elsif jsonb_typeof(register_client_operations.operations) is distinct from 'array'
       or jsonb_array_length(register_client_operations.operations) > 1000 then
        perform thing.fail('INVALID_CLIENT_OPERATION', 'operations must be a JSON array of at most 1,000');
    elsif jsonb_path_exists(register_client_operations.operations, '$[*] ? (!(@.document.type() == "string"))')
       or exists (select from jsonb_array_elements(register_client_operations.operations) o
                   where o ->> 'document' !~ '\S' or octet_length(o ->> 'document') > 262144) then
        perform thing.fail('INVALID_CLIENT_OPERATION', 'an operation needs a document of at most 256 KiB');
    end if;
    -- one after another, so that they stay within the bounds
    lock table client_operations in share row exclusive mode;
    with given as materialized (
        select o.value ->> 'document' as document, o.value ->> 'name' as name, o.ordinality as n,
               encode(sha256(convert_to(o.value ->> 'document', 'UTF8')), 'hex') as hash
          from jsonb_array_elements(register_client_operations.operations) with ordinality o
    ), noted as (
        insert into client_operations as c (client, hash, name, document, schema_version)
        select distinct on (g.hash) register_client_operations.client, g.hash, g.name, g.document,
               (select max(s.version) from schema_versions s)
          from given g
         order by g.hash, g.n
            on conflict (client, hash) do update set name = excluded.name, schema_version = excluded.schema_version,
                                                     seen_at = excluded.seen_at
        returning c.*
    )
    select coalesce(jsonb_agg(to_jsonb(r) order by g.n), '[]') into v_registered from given g
      join noted r on r.hash = g.hash;
    delete from client_operations c
     where c.client = register_client_operations.client
       and c.hash in (select o.hash from client_operations o where o.client = register_client_operations.client
                       order by o.seen_at desc, o.hash offset 1000);
    select count(*) > 10000 or sum(octet_length(c.document)) > 67108864 into v_full from client_operations c;
    if v_full then
        perform thing.fail('REGISTRY_FULL',
            format('tenant %s has more registered client operations than it may', register_client_operations.tenant));
    end if;
    return v_registered;
end
$$;
comment on function thing.register_client_operations(text, text, jsonb) is
    'Note which GraphQL documents a client sends, to hold changes of the schema to them. Example: select '
    'thing.register_client_operations(''acme'', ''shop 1.2'', ''[{"name": null, "document": "{ products { totalCount '
    '} }"}]'').';
revoke all on function thing.register_client_operations(text, text, jsonb) from public;
grant execute on function thing.register_client_operations(text, text, jsonb) to thing_admin, thing_tenant;

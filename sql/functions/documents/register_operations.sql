-- Notes that a client sends these GraphQL documents: [{"document", "name"}, ...], whose GraphQL the API has validated. One that is registered
-- already is seen again, at the schema's version of now. Returns them, in that order: [{client, hash, name, document, schema_version,
-- registered_at, seen_at}]. A client has 1,000: those that it has not registered for longest make room. A tenant has 10,000, and 64 MiB.
-- Errors: TB020 INVALID_OPERATION, TB065 REGISTRY_FULL, those of thing.enter_tenant. Definer: the list is the core's to write.
create or replace function thing.register_operations(p_tenant text, p_client text, p_operations jsonb)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_registered jsonb;
    v_full boolean;
begin
    perform thing.enter_tenant(p_tenant);
    if coalesce(p_client, '') !~ '\S' or length(p_client) > 200 then
        perform thing.fail('INVALID_OPERATION', 'a client has a name of at most 200 characters', to_jsonb(p_client));
    elsif jsonb_typeof(p_operations) is distinct from 'array' or jsonb_array_length(p_operations) > 1000 then
        perform thing.fail('INVALID_OPERATION', 'operations are a JSON array of at most 1,000');
    elsif jsonb_path_exists(p_operations, '$[*] ? (!(@.document.type() == "string"))')
       or exists (select from jsonb_array_elements(p_operations) o
                   where o ->> 'document' !~ '\S' or octet_length(o ->> 'document') > 262144) then
        perform thing.fail('INVALID_OPERATION', 'an operation has a document, of at most 256 KiB');
    end if;
    lock table client_operations in share row exclusive mode;   -- one after another, so that they stay within the bounds
    with given as materialized (
        select o.value ->> 'document' as document, o.value ->> 'name' as name, o.ordinality as n,
               encode(sha256(convert_to(o.value ->> 'document', 'UTF8')), 'hex') as hash
          from jsonb_array_elements(p_operations) with ordinality o
    ), noted as (
        insert into client_operations as c (client, hash, name, document, schema_version)
        select distinct on (g.hash) p_client, g.hash, g.name, g.document, (select max(s.version) from schema_versions s)
          from given g
         order by g.hash, g.n
            on conflict (client, hash) do update set name = excluded.name, schema_version = excluded.schema_version, seen_at = excluded.seen_at
        returning c.*
    )
    select coalesce(jsonb_agg(to_jsonb(r) order by g.n), '[]') into v_registered from given g join noted r on r.hash = g.hash;
    delete from client_operations c
     where c.client = p_client
       and c.hash in (select o.hash from client_operations o where o.client = p_client order by o.seen_at desc, o.hash offset 1000);
    select count(*) > 10000 or sum(octet_length(c.document)) > 67108864 into v_full from client_operations c;
    if v_full then
        perform thing.fail('REGISTRY_FULL', format('tenant %s has more registered operations than it may', p_tenant));
    end if;
    return v_registered;
end
$$;
comment on function thing.register_operations(text, text, jsonb) is
    'Note which GraphQL documents a client sends, to hold changes of the schema to them. Example: select thing.register_operations(''acme'', ''shop 1.2'', ''[{"name": null, "document": "{ products { totalCount } }"}]'').';
revoke all on function thing.register_operations(text, text, jsonb) from public;
grant execute on function thing.register_operations(text, text, jsonb) to thing_admin, thing_tenant;

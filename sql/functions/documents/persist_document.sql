-- Puts a GraphQL document on the tenant's list, for clients that name it by its hash; a server in persisted-only mode
-- takes no other. limits: of requests for it, in place of the tenant's ({name: value}, those of one request in
-- thing.limits); null: it keeps those that it has. Servers hear of them at once. Returns the SHA-256 of its text in
-- hexadecimal. One that is on the list stays there. 1,000 documents of a tenant may have limits.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN, TB045 INVALID_LIMIT, TB020 INVALID_CHANGE for an empty one, TB065
-- REGISTRY_FULL. Definer: the list is the core's to write.
create or replace function thing.persist_document(tenant text, document text, limits jsonb default null)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_hash text := encode(sha256(convert_to(persist_document.document, 'UTF8')), 'hex');
    v_limits jsonb := jsonb_strip_nulls(persist_document.limits);
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(persist_document.tenant);
    if coalesce(persist_document.document, '') !~ '\S' then
        perform thing.fail('INVALID_CHANGE', 'the document is empty');
    end if;
    perform thing.check_limits(coalesce(v_limits, '{}'), '{request}');
    insert into persisted_documents as d (hash, document, created_by, limits)
    values (v_hash, persist_document.document, session_user, coalesce(v_limits, '{}'))
    on conflict (hash) do update set limits = v_limits where v_limits is not null and d.limits <> v_limits;
    if v_limits is not null then
        if (select count(*) > 1000 from persisted_documents d where d.limits <> '{}') then
            perform thing.fail('REGISTRY_FULL', '1,000 documents have limits of their own already');
        end if;
        perform thing.notify(current_schema(), (select max(s.version) from schema_versions s));
    end if;
    return v_hash;
end
$$;
comment on function thing.persist_document(text, text, jsonb) is
    'Put a GraphQL document on a tenant''s list of persisted ones, with limits of its own. Returns its SHA-256. '
    'Example: select thing.persist_document(''acme'', ''{ products { totalCount } }'', ''{"cost": 500000}'').';
revoke all on function thing.persist_document(text, text, jsonb) from public;
grant execute on function thing.persist_document(text, text, jsonb) to thing_admin;

-- Takes a GraphQL document off the tenant's list; returns whether it was there. A server process that has served it may
-- know it until it restarts; its limits are gone at once.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: the list is the core's to write.
create or replace function thing.forget_document(tenant text, hash text)
returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_limits jsonb;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(forget_document.tenant);
    delete from persisted_documents d where d.hash = forget_document.hash returning d.limits into v_limits;
    if v_limits <> '{}' then
        perform thing.notify(current_schema(), (select max(s.version) from schema_versions s));
    end if;
    return v_limits is not null;
end
$$;
comment on function thing.forget_document(text, text) is
    'Take a GraphQL document off a tenant''s list of persisted ones; whether it was there. Example: select '
    'thing.forget_document(''acme'', ''7dba4b...'').';
revoke all on function thing.forget_document(text, text) from public;
grant execute on function thing.forget_document(text, text) to thing_admin;

-- Fails unless an object is what a tenant's sequences are counted by, and the session's role may act for that tenant.
-- Errors: TB044 FORBIDDEN.
create or replace function thing.may_count(p_object regclass)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform
       from pg_class c
      where c.oid = p_object and c.relowner = 'thing_owner'::regrole and c.relname ~ '^(thing_numbers|tq_[0-9a-f]{24})$'
        and (has_schema_privilege(session_user, c.relnamespace, 'usage')
             or pg_has_role(session_user, 'thing_admin', 'member'));
    if not found then
        perform thing.fail('FORBIDDEN', format('role %s may not count here', session_user));
    end if;
end
$$;
comment on function thing.may_count(regclass) is 'Fail unless the session may count by this object. Internal.';
revoke all on function thing.may_count(regclass) from public;

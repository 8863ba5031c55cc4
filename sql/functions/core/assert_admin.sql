-- Errors: TB044 FORBIDDEN unless the session's login role is a member of thing_admin (superusers are).
create or replace function thing.assert_admin()
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not pg_has_role(session_user, 'thing_admin', 'member') then
        perform thing.fail('FORBIDDEN', format('role %s is not a member of thing_admin', session_user), '{}',
            'Connect as a member of thing_admin.');
    end if;
end
$$;
comment on function thing.assert_admin() is 'Fail with FORBIDDEN unless an administrator is logged in. Internal.';
revoke all on function thing.assert_admin() from public;

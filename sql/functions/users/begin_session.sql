-- A new session of an account: its id. Ended ones are removed, and the oldest beyond 50.
-- Errors: those of thing.enter_tenant. Definer: the sessions are the core's to write.
create or replace function thing.begin_session(tenant text, account uuid)
returns uuid
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_id uuid;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(begin_session.tenant);
    delete from sign_in_sessions s
     where s.account_id = begin_session.account
       and (s.used_at < now() - (select make_interval(days => i.session_days) from sign_in i)
            or s.id in (select o.id from sign_in_sessions o where o.account_id = begin_session.account
                         order by o.used_at desc offset 49));
    insert into sign_in_sessions (account_id) values (begin_session.account) returning id into v_id;
    return v_id;
end
$$;
comment on function thing.begin_session(text, uuid) is
    'A new session of a user''s account, for refresh tokens. Returns its id. Example: select '
    'thing.begin_session(''acme'', ''01999999-0000-7000-8000-000000000000'').';
revoke all on function thing.begin_session(text, uuid) from public;
grant execute on function thing.begin_session(text, uuid) to thing_admin;

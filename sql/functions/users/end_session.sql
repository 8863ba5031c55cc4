-- Ends a session; or all of its account, whose tokens are revoked then.
-- Errors: those of thing.enter_tenant. Definer: the sessions are the core's to write.
create or replace function thing.end_session(tenant text, session uuid, everywhere boolean default false)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_account uuid;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(end_session.tenant);
    delete from sign_in_sessions s where s.id = end_session.session returning s.account_id into v_account;
    if end_session.everywhere and v_account is not null then
        perform thing.revoke_tokens(end_session.tenant, v_account::text);
    end if;
end
$$;
comment on function thing.end_session(text, uuid, boolean) is
    'End a user''s session, or all of its account. Example: select thing.end_session(''acme'', gen_random_uuid()).';
revoke all on function thing.end_session(text, uuid, boolean) from public;
grant execute on function thing.end_session(text, uuid, boolean) to thing_admin;

-- A new password of an account, which its owner set with a link; its sessions end: who had the old one has none.
-- Errors: those of thing.enter_tenant. Definer: the accounts are the core's to write.
create or replace function thing.set_password(tenant text, account uuid, hash text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(set_password.tenant);
    update sign_in_accounts a set password_hash = set_password.hash, failures = 0 where a.id = set_password.account;
    delete from sign_in_sessions s where s.account_id = set_password.account;
end
$$;
comment on function thing.set_password(text, uuid, text) is
    'Set the password of a user''s account, as its hash, and end its sessions. Example: select '
    'thing.set_password(''acme'', ''01999999-0000-7000-8000-000000000000'', ''$argon2id$...'').';
revoke all on function thing.set_password(text, uuid, text) from public;
grant execute on function thing.set_password(text, uuid, text) to thing_admin;

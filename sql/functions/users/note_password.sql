-- Notes that a password was right or wrong. Ten that were wrong make the account wait for 15 minutes.
-- Errors: those of thing.enter_tenant. Definer: the accounts are the core's to write.
create or replace function thing.note_password(tenant text, account uuid, was_right boolean, new_hash text default null)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(note_password.tenant);
    update sign_in_accounts a
       set failures = case when note_password.was_right then 0
                           when a.failed_at > now() - interval '15 minutes' then a.failures + 1
                           else 1 end,
           failed_at = case when note_password.was_right then a.failed_at else now() end,
           password_hash = coalesce(note_password.new_hash, a.password_hash)
     where a.id = note_password.account
       and (not note_password.was_right or a.failures > 0 or note_password.new_hash is not null);
end
$$;
comment on function thing.note_password(text, uuid, boolean, text) is
    'Note that a user gave a right or a wrong password; with its hash where that is to be another one. Example: select '
    'thing.note_password(''acme'', ''01999999-0000-7000-8000-000000000000'', true).';
revoke all on function thing.note_password(text, uuid, boolean, text) from public;
grant execute on function thing.note_password(text, uuid, boolean, text) to thing_admin;

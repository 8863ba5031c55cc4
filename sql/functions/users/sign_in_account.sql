-- What a server process needs to sign a user in: {enabled, open, days, account: {id, email, hash, roles, verified,
-- waits}}, the account null where it does not exist, or its thing was deleted. waits: whether so many passwords were
-- wrong that none is tried now. Errors: those of thing.enter_tenant. Definer: no role of a tenant may read this.
create or replace function thing.sign_in_account(tenant text, email text default null, account uuid default null)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(sign_in_account.tenant);
    return (
        select jsonb_build_object('enabled', s.enabled, 'open', s.open, 'days', s.session_days, 'account', (
                   select jsonb_build_object('id', a.id, 'email', a.email, 'hash', a.password_hash,
                              'roles', coalesce(a.roles, array[s.role]), 'verified', a.verified_at is not null,
                              'waits', a.failures >= 10 and a.failed_at > now() - interval '15 minutes')
                     from sign_in_accounts a
                     join thing_instances i on i.id = a.id
                    where a.email = sign_in_account.email or a.id = sign_in_account.account))
          from sign_in s);
end
$$;
comment on function thing.sign_in_account(text, text, uuid) is
    'What it takes to sign a user in, for server processes: settings of the tenant, and the account of an e-mail. '
    'Example: select thing.sign_in_account(''acme'', ''ann@example.org'').';
revoke all on function thing.sign_in_account(text, text, uuid) from public;
grant execute on function thing.sign_in_account(text, text, uuid) to thing_admin;

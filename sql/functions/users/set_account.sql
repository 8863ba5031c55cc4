-- Changes an account: its roles (an empty list: those of the tenant's setting), its password's hash, or ends it. Its
-- tokens are revoked. Returns whether there is one.
-- Errors: TB074 INVALID_SIGN_IN, those of thing.enter_tenant. Definer: the accounts are the core's to write.
create or replace function thing.set_account(
    tenant text, email text, roles text[] default null, password_hash text default null, dropped boolean default false)
returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_id uuid;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(set_account.tenant);
    perform thing.check_account_roles(set_account.roles);
    update sign_in_accounts a
       set roles = case when set_account.roles is null then a.roles else nullif(set_account.roles, '{}') end,
           password_hash = coalesce(set_account.password_hash, a.password_hash),
           failures = 0
     where a.email = set_account.email
    returning id into v_id;
    if not found then
        return false;
    end if;
    perform thing.revoke_tokens(set_account.tenant, v_id::text);
    if set_account.dropped then
        delete from sign_in_accounts a where a.id = v_id;
    end if;
    return true;
end
$$;
comment on function thing.set_account(text, text, text[], text, boolean) is
    'Change the roles or the password''s hash of a user''s account, or drop it; its tokens are revoked. Whether it '
    'exists. Example: select thing.set_account(''acme'', ''ann@example.org'', roles => array[''admin'']).';
revoke all on function thing.set_account(text, text, text[], text, boolean) from public;
grant execute on function thing.set_account(text, text, text[], text, boolean) to thing_admin;

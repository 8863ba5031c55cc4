-- A link for an e-mail, good once and for 15 minutes: hash is the SHA-256 of its secret. password_hash becomes that of
-- the account when it is used. Five of an account at most: then the oldest goes.
-- Errors: those of thing.enter_tenant. Definer: the links are the core's to write.
create or replace function thing.add_link(tenant text, account uuid, hash bytea, password_hash text default null)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(add_link.tenant);
    delete from sign_in_links l
     where l.account_id = add_link.account
       and (l.expires_at < now()
            or l.hash in (select o.hash from sign_in_links o where o.account_id = add_link.account
                           order by o.expires_at desc offset 4));
    insert into sign_in_links (hash, account_id, password_hash, expires_at)
    values (add_link.hash, add_link.account, add_link.password_hash, now() + interval '15 minutes');
end
$$;
comment on function thing.add_link(text, uuid, bytea, text) is
    'Note a link that signs a user in once, by the SHA-256 of its secret. Example: select thing.add_link(''acme'', '
    '''01999999-0000-7000-8000-000000000000'', sha256(''secret'')).';
revoke all on function thing.add_link(text, uuid, bytea, text) from public;
grant execute on function thing.add_link(text, uuid, bytea, text) to thing_admin;

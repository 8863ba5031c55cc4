-- Uses a link: its account; null where it is not good any more. What was sent to the e-mail came back, so it is
-- verified; a password that was set before that is not its owner's, unless it comes with this link. One that comes when
-- all is verified is not taken: another who knows the e-mail may have signed up with it.
-- Errors: those of thing.enter_tenant. Definer: the links are the core's to write.
create or replace function thing.use_link(tenant text, hash bytea)
returns uuid
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_link record;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(use_link.tenant);
    delete from sign_in_links l where l.hash = use_link.hash and l.expires_at > now() returning l.* into v_link;
    if not found then
        return null;
    end if;
    update sign_in_accounts a
       set password_hash = case when a.verified_at is null then v_link.password_hash else a.password_hash end,
           verified_at = coalesce(a.verified_at, now()), failures = 0
     where a.id = v_link.account_id;
    return v_link.account_id;
end
$$;
comment on function thing.use_link(text, bytea) is
    'Use a link that signs a user in, by the SHA-256 of its secret. Returns the account, or null. Example: select '
    'thing.use_link(''acme'', sha256(''secret'')).';
revoke all on function thing.use_link(text, bytea) from public;
grant execute on function thing.use_link(text, bytea) to thing_admin;

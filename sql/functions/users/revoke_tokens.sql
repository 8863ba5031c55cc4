-- Takes back tokens: those of a tenant that were issued before a moment (iat; one without it counts as older), of one
-- subject or of all, with their sessions of the built-in sign-in. Every server process hears of it at once. Without
-- tenant: operators' tokens that name none.
-- Returns the moment; it only ever becomes later. Those of subjects are kept for 400 days; then all tokens of the
-- tenant that are as old end, so that no token comes back.
-- Errors: TB073 TOO_MANY_REVOCATIONS, those of thing.enter_tenant. Definer: the table is the core's to write.
create or replace function thing.revoke_tokens(
    tenant text, subject text default null, before timestamptz default null)
returns timestamptz
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    c_most constant integer := 10000;
    v_tenant uuid;
    v_before timestamptz := coalesce(revoke_tokens.before, clock_timestamp());
begin
    if revoke_tokens.tenant is null then
        perform thing.assert_admin();
    else
        perform thing.enter_tenant(revoke_tokens.tenant);
        select t.id into strict v_tenant from thing.tenants t where t.slug = revoke_tokens.tenant;
        delete from sign_in_sessions s
         where s.began_at < v_before
           and (revoke_tokens.subject is null or s.account_id::text = revoke_tokens.subject);
    end if;
    perform thing.prune_revocations(v_tenant);
    if (select count(*) from thing.revocations r where r.tenant_id is not distinct from v_tenant) >= c_most
       and not exists (select from thing.revocations r
                        where r.tenant_id is not distinct from v_tenant
                          and r.subject is not distinct from revoke_tokens.subject) then
        perform thing.fail('TOO_MANY_REVOCATIONS',
            format('the tokens of %s subjects are revoked already', c_most));
    end if;
    insert into thing.revocations as r (tenant_id, subject, before)
    values (v_tenant, revoke_tokens.subject, v_before)
        on conflict on constraint revocations_key
        do update set before = greatest(r.before, excluded.before), revoked_at = now()
    returning r.before into v_before;
    perform pg_notify(i.channel, jsonb_build_object('tenant', revoke_tokens.tenant, 'revoked', true)::text)
       from thing.installation i;
    return v_before;
end
$$;
comment on function thing.revoke_tokens(text, text, timestamptz) is
    'Refuse the tokens of a tenant, of one subject or of all, that were issued before a moment (default: now). Returns '
    'the moment. Example: select thing.revoke_tokens(''acme'', ''ann@example.org'').';
revoke all on function thing.revoke_tokens(text, text, timestamptz) from public;
grant execute on function thing.revoke_tokens(text, text, timestamptz) to thing_admin, thing_tenant;

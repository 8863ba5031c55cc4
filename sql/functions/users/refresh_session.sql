-- A refresh token of a session comes back: {uses, account} of the next one; null where it is not good. The last token
-- is; so is the one before it for ten seconds, which gives the same next one (its answer may have been lost). Any other
-- was used before: it may have been stolen, and the session ends.
-- Errors: those of thing.enter_tenant. Definer: the sessions are the core's to write.
create or replace function thing.refresh_session(tenant text, session uuid, uses integer)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_session record;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(refresh_session.tenant);
    select s.* into v_session
      from sign_in_sessions s
      join sign_in i on i.enabled and s.used_at > now() - make_interval(days => i.session_days)
      join thing_instances t on t.id = s.account_id
     where s.id = refresh_session.session
       for no key update of s;
    if not found then
        return null;
    end if;
    if refresh_session.uses = v_session.uses then
        update sign_in_sessions s set uses = s.uses + 1, used_at = clock_timestamp() where s.id = v_session.id;
        v_session.uses := v_session.uses + 1;
    elsif refresh_session.uses <> v_session.uses - 1 or v_session.used_at < now() - interval '10 seconds' then
        delete from sign_in_sessions s where s.id = v_session.id;
        return null;
    end if;
    return jsonb_build_object('uses', v_session.uses, 'account', v_session.account_id);
end
$$;
comment on function thing.refresh_session(text, uuid, integer) is
    'Use the refresh token of a user''s session that is the n-th: which one is next, or null, with the session ended '
    'where the token was used before. Example: select thing.refresh_session(''acme'', gen_random_uuid(), 0).';
revoke all on function thing.refresh_session(text, uuid, integer) from public;
grant execute on function thing.refresh_session(text, uuid, integer) to thing_admin;

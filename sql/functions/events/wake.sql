-- Wakes the listeners of a tenant, where there are any that are not awake (thing.stay_awake); for writers that have
-- switched their own notifications off (thing.quiet = on) and call this once after a commit, in a statement of its own.
-- NOTIFY takes a lock that all commits share, so that transaction does not wait for the disk; in a transaction that has
-- written something already, durability stays as it is. Says whether somebody listens. except_id: a subscription
-- (thing.subscribe) that knows already.
-- Errors: those of thing.enter_tenant. Definer: the channel is a secret.
create or replace function thing.wake(tenant text, except_id uuid default null)
returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_asleep boolean;   -- null: no subscriber
begin
    perform thing.enter_tenant(wake.tenant);
    select bool_or((s.awake_until > clock_timestamp()) is not true) into v_asleep
      from thing_subscribers s
     where s.expires_at > clock_timestamp() and s.id is distinct from wake.except_id;
    if v_asleep then
        if pg_current_xact_id_if_assigned() is null then
            perform set_config('synchronous_commit', 'off', true);
        end if;
        perform thing.notify(current_schema());
    end if;
    return v_asleep is not null;
end
$$;
comment on function thing.wake(text, uuid) is
    'Tell the listeners of a tenant that there may be news; false when no one listens. Example: select '
    'thing.wake(''acme'').';
revoke all on function thing.wake(text, uuid) from public;
grant execute on function thing.wake(text, uuid) to thing_admin, thing_tenant;

-- Somebody listens to a tenant for ttl from now: until then its data triggers notify. With id it renews; keep renewing,
-- for who goes without a word is forgotten by itself. Returns the id. LISTEN to the channel of thing.installation,
-- which is notified of it, too ("subscribed"). What is lost with a server is renewed after it, so no one waits for the
-- disk.
-- Errors: TB044 FORBIDDEN, those of thing.enter_tenant, TB020 INVALID_CHANGE. Definer: writes the tenant's table for
-- members of thing_admin.
create or replace function thing.subscribe(
    tenant text, ttl interval default '1 minute', id uuid default gen_random_uuid())
returns uuid
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(subscribe.tenant);
    if subscribe.ttl is null or subscribe.ttl <= interval '0' or subscribe.ttl > interval '1 day' then
        perform thing.fail('INVALID_CHANGE', format('a subscription cannot last %s', subscribe.ttl), null,
            'Use more than zero and at most one day, and renew it.');
    end if;
    if pg_current_xact_id_if_assigned() is null then
        perform set_config('synchronous_commit', 'off', true);
    end if;
    delete from thing_subscribers s where s.expires_at <= clock_timestamp();
    insert into thing_subscribers as s (id, expires_at)
    values (subscribe.id, clock_timestamp() + subscribe.ttl)
    on conflict (id) do update set expires_at = excluded.expires_at;
    perform thing.notify(current_schema(), null, true);
    return subscribe.id;
end
$$;
comment on function thing.subscribe(text, interval, uuid) is
    'Have a tenant''s writes notify listeners for a while; returns the id to renew or end it with. Example: select '
    'thing.subscribe(''acme'', ''1 minute'').';
revoke all on function thing.subscribe(text, interval, uuid) from public;
grant execute on function thing.subscribe(text, interval, uuid) to thing_admin;

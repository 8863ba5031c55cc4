-- A subscriber (thing.subscribe) that reads all the time for duration from now need not be woken: NOTIFY takes a lock
-- that all commits share, which busy writers would wait for. Who says this goes on looking until then and 0.2 s longer,
-- for which writers remember it, and once more after that. False when no subscription has that id.
-- Errors: TB044 FORBIDDEN, those of thing.enter_tenant. Definer: writes the tenant's table for members of thing_admin.
create or replace function thing.stay_awake(tenant text, id uuid, duration interval default '3 seconds')
returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(stay_awake.tenant);
    if pg_current_xact_id_if_assigned() is null then
        perform set_config('synchronous_commit', 'off', true);
    end if;
    update thing_subscribers s set awake_until = clock_timestamp() + stay_awake.duration where s.id = stay_awake.id;
    return found;
end
$$;
comment on function thing.stay_awake(text, uuid, interval) is
    'Spare writers the NOTIFY to a subscriber that reads all the time for a while; false when there is no such '
    'subscriber. Example: select thing.stay_awake(''acme'', ''00000000-0000-0000-0000-000000000000'').';
revoke all on function thing.stay_awake(text, uuid, interval) from public;
grant execute on function thing.stay_awake(text, uuid, interval) to thing_admin;

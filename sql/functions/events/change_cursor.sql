-- The cursor of now: thing.read_changes from it gives what is committed after this call, and all of it. Stable, so that
-- now is the snapshot of the statement that calls: what that statement reads besides is the state that the cursor
-- follows on. Errors: those of thing.enter_tenant. Definer: reads the log's state for the tenant's role.
create or replace function thing.change_cursor(tenant text)
returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(change_cursor.tenant);
    return thing.sign_cursor(thing.encode_cursor(row((thing.log_state()).identity, thing.settled_snapshot(), null, null,
               null, clock_timestamp(), (thing.noted_timeline()).mark, thing.confirmed_lsn())),
        thing.cursor_key());
end
$$;
comment on function thing.change_cursor(text) is
    'Event cursor of now: take it before reading a state, then follow with thing.read_changes. Example: select '
    'thing.change_cursor(''acme'').';
revoke all on function thing.change_cursor(text) from public;
grant execute on function thing.change_cursor(text) to thing_admin, thing_tenant;

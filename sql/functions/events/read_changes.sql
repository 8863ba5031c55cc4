-- The events for people and programs: what is committed now and was not at the cursor, in the order of seq, each row
-- with the cursor to go on from after it (thing.change_batch). A transaction that commits late is not skipped, none
-- comes twice, and the changes of a thing come in the order they were made. after null: from the beginning of the log.
-- max_rows: 1 to 10,000. No rows: nothing new, keep the cursor.
-- Errors: TB050 RESYNC, TB051 INVALID_CURSOR, those of thing.enter_tenant. Definer: the tenant's role may not read the
-- log itself (hidden fields stand in it). Stable: all of it sees one snapshot.
create or replace function thing.read_changes(tenant text, after text default null, max_rows integer default 1000)
returns table (seq bigint, xid xid8, at timestamptz, operation text, class text, thing_id uuid, version integer,
               old jsonb, new jsonb, actor text, by_role text, cursor text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_page record;
    v_key bytea := thing.cursor_key();
begin
    perform thing.enter_tenant(read_changes.tenant);
    v_page := thing.change_batch(read_changes.tenant, read_changes.after,
        least(greatest(coalesce(read_changes.max_rows, 1000), 1), 10000));
    return query
    select r.*, case when r.seq = v_page.seqs[cardinality(v_page.seqs)] then v_page.position
                     else thing.sign_cursor(concat(v_page.prefix, r.seq, v_page.suffix), v_key) end
      from thing.change_rows(v_page.seqs) r;
end
$$;
comment on function thing.read_changes(text, text, integer) is
    'Events after a cursor (thing.change_cursor, or the cursor of the last row read; null: all that are kept), each '
    'with its own cursor. Example: select seq, operation, class, thing_id, new, cursor from '
    'thing.read_changes(''acme'', null, 100).';
revoke all on function thing.read_changes(text, text, integer) from public;
grant execute on function thing.read_changes(text, text, integer) to thing_admin, thing_tenant;

-- The same from a snapshot (pg_current_snapshot() as it was), for those who keep one instead of a cursor. It does not
-- outlive a crash of the server, as a cursor does (thing.surviving_snapshot).
create or replace function thing.read_changes(tenant text, snapshot pg_snapshot, max_rows integer default 1000)
returns table (seq bigint, xid xid8, at timestamptz, operation text, class text, thing_id uuid, version integer,
               old jsonb, new jsonb, actor text, by_role text, cursor text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_state record;
begin
    perform thing.enter_tenant(read_changes.tenant);
    v_state := thing.log_state();
    return query
    select * from thing.read_changes(read_changes.tenant,
        thing.encode_cursor(row(v_state.identity, coalesce(read_changes.snapshot, '1:1:'), null, null, null,
            clock_timestamp(), (thing.noted_timeline()).mark, thing.confirmed_lsn())), read_changes.max_rows);
end
$$;
comment on function thing.read_changes(text, pg_snapshot, integer) is
    'Events that are visible now and were not in a snapshot. Example: select seq, operation, new from '
    'thing.read_changes(''acme'', pg_current_snapshot(), 100).';
revoke all on function thing.read_changes(text, pg_snapshot, integer) from public;
grant execute on function thing.read_changes(text, pg_snapshot, integer) to thing_admin, thing_tenant;

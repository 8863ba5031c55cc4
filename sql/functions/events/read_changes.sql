-- The one way to read events: what is committed now and was not at the cursor, in the order of seq, each row with the cursor to go
-- on from after it. A batch (all rows between two snapshots) may take many pages; what commits meanwhile comes in the next one. So a
-- transaction that commits late is not skipped, none comes twice, and the changes of a thing come in the order they were made.
-- p_cursor null: from the beginning of the log. p_limit: 1 to 10,000. No rows: nothing new, keep the cursor.
-- Errors: TB050 RESYNC, TB051 INVALID_CURSOR, those of thing.enter_tenant.
-- Definer: the tenant's role may not read the log itself (hidden fields stand in it). Stable: all of it sees one snapshot.
create or replace function thing.read_changes(p_tenant text, p_cursor text default null, p_limit integer default 1000)
returns table (seq bigint, xid xid8, at timestamptz, operation text, class text, thing_id uuid, version integer,
               old jsonb, new jsonb, actor text, by_role text, cursor text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit integer := least(greatest(coalesce(p_limit, 1000), 1), 10000);
    v_cursor thing.change_cursor;
    v_next thing.change_cursor;
    v_now pg_snapshot := thing.settled_snapshot();
    v_state record;
    v_seqs bigint[];
begin
    perform thing.enter_tenant(p_tenant);
    v_state := thing.log_state();
    v_cursor := case when p_cursor is null then row(v_state.identity, '1:1:'::pg_snapshot, null::pg_snapshot, null::bigint, null::bigint)::thing.change_cursor
                     else thing.decode_cursor(p_cursor) end;
    if p_cursor is not null and (
           v_cursor.identity <> v_state.identity
        or pg_snapshot_xmax(v_cursor.seen) > pg_snapshot_xmax(v_now)
        or (v_state.trimmed_xid >= pg_snapshot_xmin(v_cursor.seen) and v_state.trimmed_seq > coalesce(v_cursor.after_seq, 0))) then
        perform thing.fail('RESYNC', format('events of tenant %s after this cursor are no longer there', p_tenant),
            jsonb_build_object('cursor', thing.encode_cursor(row(v_state.identity, v_now, null, null, null))));
    end if;
    for v_try in 1 .. 2 loop
        v_next := v_cursor;
        v_next.upto := coalesce(v_cursor.upto, v_now);
        v_next.after_seq := greatest(v_cursor.after_seq, v_state.floor_seq);
        v_next.last_seq := coalesce(v_cursor.last_seq, (
            select l.seq from change_log l where pg_visible_in_snapshot(l.xid, v_now) order by l.seq desc limit 1), 0);
        v_seqs := thing.change_page(v_next.seen, v_next.upto, v_next.after_seq, v_next.last_seq, v_limit + 1);
        exit when cardinality(v_seqs) > 0 or v_cursor.upto is null;
        v_cursor := row(v_cursor.identity, v_cursor.upto, null::pg_snapshot, null::bigint, null::bigint);     -- the batch is read: go on with the next
    end loop;
    return query
    select r.*,
           thing.encode_cursor(case
               when r.seq = v_seqs[cardinality(v_seqs)] then row(v_state.identity, v_next.upto, null, null, null)::thing.change_cursor
               else row(v_state.identity, v_next.seen, v_next.upto, r.seq, v_next.last_seq)::thing.change_cursor end)
      from thing.change_rows(v_seqs[:v_limit]) r;
end
$$;
comment on function thing.read_changes(text, text, integer) is
    'Events after a cursor (thing.change_cursor, or the cursor of the last row read; null: all that are kept), each with its own cursor. Example: select seq, operation, class, thing_id, new, cursor from thing.read_changes(''acme'', null, 100).';
revoke all on function thing.read_changes(text, text, integer) from public;
grant execute on function thing.read_changes(text, text, integer) to thing_admin, thing_tenant;

-- The same from a snapshot (pg_current_snapshot() as it was), for those who keep one instead of a cursor.
create or replace function thing.read_changes(p_tenant text, p_snapshot pg_snapshot, p_limit integer default 1000)
returns table (seq bigint, xid xid8, at timestamptz, operation text, class text, thing_id uuid, version integer,
               old jsonb, new jsonb, actor text, by_role text, cursor text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_state record;
begin
    perform thing.enter_tenant(p_tenant);
    v_state := thing.log_state();
    return query
    select * from thing.read_changes(p_tenant,
        thing.encode_cursor(row(v_state.identity, coalesce(p_snapshot, '1:1:'), null, null, null)), p_limit);
end
$$;
comment on function thing.read_changes(text, pg_snapshot, integer) is
    'Events that are visible now and were not in a snapshot. Example: select seq, operation, new from thing.read_changes(''acme'', pg_current_snapshot(), 100).';
revoke all on function thing.read_changes(text, pg_snapshot, integer) from public;
grant execute on function thing.read_changes(text, pg_snapshot, integer) to thing_admin, thing_tenant;

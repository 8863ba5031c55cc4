-- One page of what is committed now and was not at a cursor, in the order of seq, and the cursors that go with it. A
-- batch (all rows between two snapshots) may take many pages; what commits meanwhile comes in the next one. p_cursor
-- null: from the beginning of the log. p_upto: a cursor of thing.change_cursor, up to which is read in place of now; a
-- cursor that is ahead of it is read to the end of its own batch. After a failover, a cursor goes on that has seen
-- nothing that was lost. seqs: the rows. position: the cursor after all of
-- them; where no event is visible, that of now. more: there may be rows after it already. The cursor after another row
-- of the page is prefix || its seq || suffix, not yet signed (thing.sign_cursor). Runs inside the tenant's schema.
-- Errors: TB050 RESYNC, TB051 INVALID_CURSOR.
create or replace function thing.change_batch(
    p_tenant text, p_cursor text, p_limit integer, p_upto text default null,
    out seqs bigint[], out prefix text, out suffix text, out "position" text, out more boolean)
language plpgsql
stable
as $$
declare
    v_state record := thing.log_state();
    v_timeline record := thing.noted_timeline();
    v_now pg_snapshot := thing.settled_snapshot();
    v_end thing.change_cursor := row(v_state.identity, v_now, null, null, null, clock_timestamp(), v_timeline.mark,
        thing.confirmed_lsn());
    v_upto thing.change_cursor := coalesce(thing.decode_cursor(p_upto), v_end);
    v_cursor thing.change_cursor := coalesce(thing.decode_cursor(p_cursor),
        row(v_state.identity, '1:1:'::pg_snapshot, null, null, null, v_end.made, v_timeline.mark,
            '0/0')::thing.change_cursor);
    -- What a crash can make a server forget: transactions whose WAL fits into wal_buffers.
    v_ahead xid8 := (pg_snapshot_xmax(v_now)::text::bigint + 1000000)::text::xid8;
    v_full boolean;
begin
    if v_upto.identity <> v_state.identity or pg_snapshot_xmax(v_upto.seen) > v_ahead
       or v_upto.mark is distinct from v_timeline.mark and not (v_upto.mark is null and v_timeline.is_first)
          and not thing.is_cursor_kept(v_upto.mark, v_upto.lsn)
       or p_cursor is not null and (
              v_cursor.identity <> v_state.identity
           or pg_snapshot_xmax(v_cursor.seen) > v_ahead
           or v_cursor.mark is distinct from v_timeline.mark and not (v_cursor.mark is null and v_timeline.is_first)
              and not thing.is_cursor_kept(v_cursor.mark, v_cursor.lsn)
           or (v_state.trimmed_xid >= pg_snapshot_xmin(v_cursor.seen)
               and v_state.trimmed_seq > coalesce(v_cursor.after_seq, 0))) then
        perform thing.fail('RESYNC', format('events of tenant %s after this cursor are no longer kept', p_tenant),
            jsonb_build_object('cursor', thing.sign_cursor(thing.encode_cursor(v_end), thing.cursor_key())));
    end if;
    v_cursor.seen := thing.surviving_snapshot(v_cursor.seen, v_cursor.made, v_now);
    v_cursor.upto := thing.surviving_snapshot(v_cursor.upto, v_cursor.made, v_now);
    -- What it has seen lies in the WAL that this timeline has in common with its own.
    v_cursor.mark := v_timeline.mark;
    v_cursor.lsn := coalesce(v_cursor.lsn, v_end.lsn);
    if p_upto is not null then
        v_end := row(v_upto.identity, thing.surviving_snapshot(v_upto.seen, v_upto.made, v_now), null,
            null, null, v_upto.made, v_timeline.mark, coalesce(v_upto.lsn, v_end.lsn));
    end if;
    for v_try in 1 .. 2 loop
        more := v_cursor.upto is not null;      -- the rest of a batch that was begun earlier
        if not more then
            v_cursor.upto := case when p_upto is null then v_now
                                  else thing.later_snapshot(v_end.seen, v_cursor.seen) end;
            if p_upto is null or v_cursor.upto::text = v_end.seen::text then
                v_cursor.made := v_end.made;
            end if;
        end if;
        seqs := thing.change_page(v_cursor.seen, v_cursor.upto, greatest(v_cursor.after_seq, v_state.floor_seq),
            coalesce(v_cursor.last_seq, 9223372036854775807), p_limit + 1);
        exit when cardinality(seqs) > 0 or not more;
        -- the batch is read: go on with the next
        v_cursor := row(v_cursor.identity, v_cursor.upto, null, null, null, v_cursor.made, v_cursor.mark, v_cursor.lsn);
    end loop;
    if cardinality(seqs) > 0 then       -- else there is no more of this tenant's that could be lost
        v_cursor.lsn := greatest(v_cursor.lsn, v_end.lsn);
    end if;
    v_full := cardinality(seqs) > p_limit;
    if v_full then
        seqs := seqs[:p_limit];
        more := true;
        v_cursor.last_seq := coalesce(v_cursor.last_seq, (
            select l.seq from change_log l where pg_visible_in_snapshot(l.xid, v_cursor.upto)
             order by l.seq desc limit 1));
    end if;
    prefix := thing.encode_cursor(row(v_cursor.identity, v_cursor.seen, v_cursor.upto, null,
        null, v_cursor.made, v_cursor.mark, v_cursor.lsn)) || '/';
    suffix := '/' || coalesce(v_cursor.last_seq, seqs[cardinality(seqs)]);
    "position" := thing.sign_cursor(case when v_full then prefix || seqs[p_limit] || suffix
                                         else thing.encode_cursor(row(v_cursor.identity, v_cursor.upto, null, null,
                                             null, v_cursor.made, v_cursor.mark, v_cursor.lsn)) end,
        thing.cursor_key());
end
$$;
comment on function thing.change_batch(text, text, integer, text) is
    'A page of the change log after a cursor. Internal.';
revoke all on function thing.change_batch(text, text, integer, text) from public;

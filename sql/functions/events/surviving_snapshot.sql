-- What of a snapshot holds after a crash of the server. One that is killed forgets the ids of transactions that nothing
-- on disk tells of (which failed, or did not wait for the disk), and gives them to others, which the snapshot would
-- take for ended. Their rows tell: they were written after it was made. So it ends where they begin: after the last
-- transaction that wrote to the log before that; and it cannot be ahead of p_now. Without a crash it is given back as
-- it is. Runs inside the tenant's schema. (The clock must not go back by more than the server was away.)
create or replace function thing.surviving_snapshot(p_snapshot pg_snapshot, p_made timestamptz, p_now pg_snapshot)
returns pg_snapshot
language plpgsql
stable
strict
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
    v_end xid8 := least(pg_snapshot_xmax(p_snapshot), pg_snapshot_xmax(p_now));
    v_floor bigint := (select s.floor_seq from change_log_state s);   -- what came from elsewhere has xids of elsewhere
    v_at timestamptz;
    v_last xid8;
begin
    select l.at into v_at from change_log l where l.xid < v_end and l.seq > v_floor
     order by l.xid desc, l.seq desc limit 1;
    if v_at > p_made then
        select l.xid into v_last from change_log l where l.xid < v_end and l.seq > v_floor and l.at <= p_made
         order by l.xid desc, l.seq desc limit 1;
        v_end := coalesce(v_last::text::bigint + 1, 3)::text::xid8;
    end if;
    if v_end = pg_snapshot_xmax(p_snapshot) then
        return p_snapshot;
    end if;
    return format('%s:%s:%s', least(pg_snapshot_xmin(p_snapshot), v_end), v_end,
        (select string_agg(x::text, ',' order by x) from pg_snapshot_xip(p_snapshot) x where x < v_end));
end
$$;
comment on function thing.surviving_snapshot(pg_snapshot, timestamptz, pg_snapshot) is
    'What of a snapshot holds after a crash of the server. Internal.';
revoke all on function thing.surviving_snapshot(pg_snapshot, timestamptz, pg_snapshot) from public;

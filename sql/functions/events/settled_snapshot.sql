-- The current snapshot, with the transaction's own id among those in progress: pg_current_snapshot leaves that out, so
-- a reader inside a writing transaction would count its own uncommitted rows as seen.
create or replace function thing.settled_snapshot()
returns pg_snapshot
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select case
            when o.xid is null or o.xid >= pg_snapshot_xmax(s.snapshot) then s.snapshot
            else format('%s:%s:%s', pg_snapshot_xmin(s.snapshot), pg_snapshot_xmax(s.snapshot),
                     (select string_agg(x.xid::text, ',' order by x.xid)
                        from (select pg_snapshot_xip(s.snapshot) union select o.xid) x (xid)))::pg_snapshot end
          from (select pg_current_snapshot()) s (snapshot), (select pg_current_xact_id_if_assigned()) o (xid));
end
$$;
comment on function thing.settled_snapshot() is 'Snapshot of what others have committed. Internal.';
revoke all on function thing.settled_snapshot() from public;

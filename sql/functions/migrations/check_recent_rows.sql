-- The second half of thing.check_existing_rows, under the lock: only rows written since that scan's snapshot, found
-- through the log. Sequential scans are off: a fresh log has no statistics, and a guess would scan all of it while
-- every writer waits. Runs inside the tenant's schema. Returns the same shape.
create or replace function thing.check_recent_rows(p_classes integer[], p_since pg_snapshot)
returns jsonb
language plpgsql
set enable_seqscan = off
as $$
declare
    v_class integer;
    v_result jsonb := '[]';
begin
    for v_class in
        select c.id from thing_classes c
         where c.id = any (p_classes) and c.dropped_version is null and not c.abstract order by c.id
    loop
        v_result := v_result || thing.broken_rows(v_class, format(
            'select l.thing_id from %1$I.change_log l where l.class_id = %2$s and l.xid >= %3$L::xid8 and not '
            'pg_visible_in_snapshot(l.xid, %4$L)'
            ' and l.seq > (select s.floor_seq from %1$I.change_log_state s)',
            current_schema(), v_class, pg_snapshot_xmin(p_since), p_since));
    end loop;
    return v_result;
end
$$;
comment on function thing.check_recent_rows(integer[], pg_snapshot) is
    'Rows written since a snapshot that the coming rules newly break. Internal.';
revoke all on function thing.check_recent_rows(integer[], pg_snapshot) from public;

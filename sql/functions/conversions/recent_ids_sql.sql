-- The query for ids of things of a class written since a snapshot, found through the log. Runs inside the tenant's
-- schema.
create or replace function thing.recent_ids_sql(p_class_id integer, p_since pg_snapshot)
returns text
language plpgsql
stable
as $$
begin
    return format(
            'select l.thing_id from %1$I.change_log l where l.class_id = %2$s and l.xid >= %3$L::xid8 and not '
            'pg_visible_in_snapshot(l.xid, %4$L)'
            ' and l.seq > (select s.floor_seq from %1$I.change_log_state s)',
        current_schema(), p_class_id, pg_snapshot_xmin(p_since), p_since);
end
$$;
comment on function thing.recent_ids_sql(integer, pg_snapshot) is
    'Query for the things of a class written since a snapshot. Internal.';
revoke all on function thing.recent_ids_sql(integer, pg_snapshot) from public;

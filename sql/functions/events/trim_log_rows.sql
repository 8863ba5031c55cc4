-- Deletes log rows older than p_before, oldest first, at most p_max of them; returns how many. Runs inside the tenant's
-- schema, with the row of change_log_state locked.
create or replace function thing.trim_log_rows(p_before timestamptz, p_max integer)
returns bigint
language plpgsql
as $$
declare
    v_now pg_snapshot := thing.settled_snapshot();
    v_floor bigint := (select s.floor_seq from change_log_state s);   -- up to it, xids are another cluster's
    v_last bigint;
    v_deleted bigint;
begin
    select max(o.seq) into v_last
      from (select l.seq, bool_and(l.at < p_before and (l.seq <= v_floor or pg_visible_in_snapshot(l.xid, v_now)))
                       over (order by l.seq) as old
              from (select l.seq, l.at, l.xid from change_log l order by l.seq limit p_max) l) o
     where o.old;
    with gone as (
        delete from change_log l where l.seq <= v_last returning l.seq, l.xid),
    noted as (
        update change_log_state s
           set trimmed_seq = greatest(s.trimmed_seq, v_last),
               trimmed_xid = greatest(s.trimmed_xid, (select max(g.xid) from gone g where g.seq > v_floor))
         where v_last is not null)
    select count(*) into v_deleted from gone;
    return v_deleted;
end
$$;
comment on function thing.trim_log_rows(timestamptz, integer) is 'Delete old rows of the log. Internal.';
revoke all on function thing.trim_log_rows(timestamptz, integer) from public;

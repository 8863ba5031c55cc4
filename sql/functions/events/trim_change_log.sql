-- Deletes log rows older than keep, oldest first, at most max_rows of them in this call (one transaction); call it
-- until it returns 0. What it deletes is written down first, so that a reader who has not seen it all gets RESYNC,
-- never silence. Later versions of a thing stay whole: a log row holds the image before the change.
-- Errors: TB044 FORBIDDEN, TB020 INVALID_CHANGE, those of thing.enter_tenant. Definer: no role may write the log.
create or replace function thing.trim_change_log(tenant text, keep interval, max_rows integer default 100000)
returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_before timestamptz := now() - trim_change_log.keep;
    v_now pg_snapshot := thing.settled_snapshot();
    v_last bigint;
    v_deleted bigint;
    v_floor bigint;   -- rows up to here came from elsewhere: their xids say nothing here
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(trim_change_log.tenant);
    if trim_change_log.keep is null or trim_change_log.keep < interval '0' or trim_change_log.max_rows is null
       or trim_change_log.max_rows < 1 then
        perform thing.fail('INVALID_CHANGE', 'trim_change_log needs a time to keep and a number of rows', null,
            'For example: thing.trim_change_log(''acme'', ''90 days'', 100000).');
    end if;
    v_floor := (thing.log_state()).floor_seq;
    perform from change_log_state for update;       -- one at a time
    select max(o.seq) into v_last
      from (select l.seq, bool_and(l.at < v_before and (l.seq <= v_floor or pg_visible_in_snapshot(l.xid, v_now)))
                       over (order by l.seq) as old
              from (select l.seq, l.at, l.xid from change_log l order by l.seq limit trim_change_log.max_rows) l) o
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
comment on function thing.trim_change_log(text, interval, integer) is
    'Delete what is older in the change log, in batches; returns how many rows, 0 when there are no more. Example: '
    'select thing.trim_change_log(''acme'', ''90 days'').';
revoke all on function thing.trim_change_log(text, interval, integer) from public;
grant execute on function thing.trim_change_log(text, interval, integer) to thing_admin;

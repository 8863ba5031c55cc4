-- Deletes log rows older than keep, oldest first; call it until it returns 0. Partitions that are older as a whole are
-- dropped, which costs the same whatever their size (up to four in a call; the number of rows is an estimate then). Of
-- the rest, max_rows are deleted in this call (one transaction). What it deletes is written down with it, so that a
-- reader who has not seen it all gets RESYNC, never silence. Later versions of a thing stay whole: a log row holds the
-- image before the change.
-- Errors: TB044 FORBIDDEN, TB020 INVALID_CHANGE, TB030 SCHEMA_BUSY, those of thing.enter_tenant. Definer: no role may
-- write the log.
create or replace function thing.trim_change_log(tenant text, keep interval, max_rows integer default 100000)
returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_before timestamptz := now() - trim_change_log.keep;
    v_dropped bigint;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(trim_change_log.tenant);
    if trim_change_log.keep is null or trim_change_log.keep < interval '0' or trim_change_log.max_rows is null
       or trim_change_log.max_rows < 1 then
        perform thing.fail('INVALID_CHANGE', 'trim_change_log needs a time to keep and a number of rows', null,
            'For example: thing.trim_change_log(''acme'', ''90 days'', 100000).');
    end if;
    perform thing.log_state();
    perform from change_log_state for update;       -- one at a time
    v_dropped := thing.drop_log_partitions(v_before);
    return case when v_dropped > 0 then v_dropped else thing.trim_log_rows(v_before, trim_change_log.max_rows) end;
end
$$;
comment on function thing.trim_change_log(text, interval, integer) is
    'Delete what is older in the change log: whole partitions, else rows in batches. Returns how many rows, 0 when '
    'there are no more. Example: select thing.trim_change_log(''acme'', ''90 days'').';
revoke all on function thing.trim_change_log(text, interval, integer) from public;
grant execute on function thing.trim_change_log(text, interval, integer) to thing_admin;

-- Drops partitions of the log that ended before p_before, at most four of them, and writes down what is gone. Returns
-- about how many rows; 0: none is due. Writers wait for some 10 ms, and files are deleted when they go on. Runs inside
-- the tenant's schema. Errors: TB030 SCHEMA_BUSY.
create or replace function thing.drop_log_partitions(p_before timestamptz)
returns bigint
language plpgsql
as $$
declare
    v_names text[] := array(select p.name from thing.log_partitions() p where p.ended_at < p_before limit 4);
    v_floor bigint := (select s.floor_seq from change_log_state s);   -- up to it, xids are another cluster's
    v_name text;
    v_xid xid8;
    v_seq bigint;
    v_rows bigint := 0;
begin
    if v_names = '{}' then
        return 0;
    elsif not thing.lock_log(v_names) then
        perform thing.fail('SCHEMA_BUSY', 'transactions use the change log all the time; nothing was trimmed', '{}',
            'Try again.');
    end if;
    foreach v_name in array v_names loop
        -- by the indexes: nothing is scanned
        execute format('select (select l.seq from %1$I l order by l.seq desc limit 1), '
                       '(select l.xid from %1$I l where l.seq > $1 order by l.xid desc, l.seq desc limit 1)', v_name)
           into v_seq, v_xid using v_floor;
        v_rows := v_rows + (select greatest(c.reltuples, 1)::bigint from pg_class c where c.oid = to_regclass(v_name));
        execute format('drop table %I.%I', current_schema(), v_name);
        update change_log_state s
           set trimmed_seq = greatest(s.trimmed_seq, v_seq), trimmed_xid = greatest(s.trimmed_xid, v_xid),
               partition_ends = s.partition_ends - v_name;
    end loop;
    return v_rows;
end
$$;
comment on function thing.drop_log_partitions(timestamptz) is 'Drop partitions of the log that are old. Internal.';
revoke all on function thing.drop_log_partitions(timestamptz) from public;

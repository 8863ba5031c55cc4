-- Does one thing for a tenant's limit log_keep, and says what; null: nothing is to be done now. The job worker calls it
-- in a transaction each, again and again. A log of at least part_bytes gets partitions (thing.partition_log). The one
-- that is written ends after an eighth of log_keep: the next one is made, then the sequence leaps there, which no one
-- waits for. Partitions that ended before log_keep are dropped. So a log reaches back log_keep and at most an eighth
-- more, but that its first partition is dropped as a whole, too. Rows are deleted, 10,000 at a time, only from a table
-- or a partition that is smaller than part_bytes.
-- Errors: TB030 SCHEMA_BUSY, TB044 FORBIDDEN, those of thing.enter_tenant. Definer: alters the log for members of
-- thing_admin.
create or replace function thing.keep_log(tenant text, part_bytes bigint default 33554432)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
as $$
#variable_conflict use_column
declare
    v_keep interval;
    v_before timestamptz;
    v_sequence text;
    v_seq bigint;
    v_first record;
    v_now record;       -- the partition that is written
    v_last record;
    v_begun timestamptz;
    v_rows bigint;
begin
    perform thing.assert_admin();
    select nullif(t.limits ->> 'log_keep', '-1')::interval into v_keep
      from thing.tenants t where t.slug = keep_log.tenant;
    perform thing.enter_tenant(keep_log.tenant);
    if v_keep is null or to_regclass('thing_move') is not null then     -- it is about to live on another server
        return null;
    end if;
    v_before := now() - v_keep;
    perform thing.log_state();
    perform from change_log_state for update;       -- one at a time
    select p.* into v_first from thing.log_partitions() p limit 1;
    if v_first.name is null and pg_relation_size('change_log') >= keep_log.part_bytes then
        return thing.partition_log();
    elsif v_first.name is not null then
        v_sequence := pg_get_serial_sequence('change_log', 'seq');
        v_seq := coalesce(pg_sequence_last_value(v_sequence::regclass), 0);
        update change_log_state s       -- what ended when the sequence leapt, though that was not written down
           set partition_ends = s.partition_ends || p.ends
          from (select jsonb_object_agg(p.name, clock_timestamp()) as ends
                  from thing.log_partitions() p where p.ended_at is null and p.to_seq <= v_seq) p
         where p.ends is not null;
        v_rows := thing.drop_log_partitions(v_before);
        if v_rows > 0 then
            return format('dropped partitions of about %s rows', v_rows);
        end if;
        select p.* into v_now from thing.log_partitions() p where p.to_seq > v_seq limit 1;
        select p.* into v_last from thing.log_partitions() p order by p.to_seq desc limit 1;
        v_begun := coalesce((select max(p.ended_at) from thing.log_partitions() p),
                            (select l.at from change_log l order by l.seq limit 1));
        if v_begun <= now() - v_keep / 8 and pg_relation_size(to_regclass(v_now.name)) >= keep_log.part_bytes then
            if v_last.name = v_now.name then
                perform thing.add_log_partition('change_log_' || substring(v_now.name from '\d+$')::integer + 1,
                    v_now.to_seq, thing.log_bound(v_now.to_seq));
                return 'made a partition';
            end if;
            perform setval(v_sequence, v_last.from_seq);
            update change_log_state s
               set partition_ends = s.partition_ends || jsonb_build_object(v_now.name, clock_timestamp());
            return 'ended partition ' || v_now.name;
        end if;
    end if;
    if v_first.name is null or pg_relation_size(to_regclass(v_first.name)) < keep_log.part_bytes then
        v_rows := thing.trim_log_rows(v_before, 10000);
    end if;
    return case when v_rows > 0 then format('deleted %s rows', v_rows) end;
end
$$;
comment on function thing.keep_log(text, bigint) is
    'Do one thing for a tenant''s limit log_keep, and say what; null: nothing is to be done. Example: select '
    'thing.keep_log(''acme'').';
revoke all on function thing.keep_log(text, bigint) from public;
grant execute on function thing.keep_log(text, bigint) to thing_admin;

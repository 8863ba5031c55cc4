-- Makes an empty partition of the log, for the seqs from p_from (null: from the beginning) to before p_to. No one waits
-- for it. Runs inside the tenant's schema.
create or replace function thing.add_log_partition(p_name text, p_from bigint, p_to bigint)
returns void
language plpgsql
as $$
declare
    v_sql text;
begin
    foreach v_sql in array array[
        'create table %1$I.%2$I (like %1$I.change_log including defaults including constraints including comments '
            'including storage including compression) '
            'with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05)',
        'alter table %1$I.%2$I add constraint %3$I primary key (seq)',
        'create index %4$I on %1$I.%2$I (xid, seq)',
        'create index %5$I on %1$I.%2$I (thing_id, seq)',
        'comment on table %1$I.%2$I is ''A part of change_log, by ranges of seq.''',
        'alter table %1$I.change_log attach partition %1$I.%2$I for values from (%6$s) to (%7$s)']
    loop
        execute format(v_sql, current_schema(), p_name, p_name || '_pkey', p_name || '_xid_idx',
            p_name || '_thing_id_idx', coalesce(p_from::text, 'minvalue'), p_to);
    end loop;
end
$$;
comment on function thing.add_log_partition(text, bigint, bigint) is 'Make a partition of the log. Internal.';
revoke all on function thing.add_log_partition(text, bigint, bigint) from public;

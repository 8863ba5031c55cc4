-- Renames the log that is one table, with its indexes, and makes one that has partitions in its place, none yet. The
-- numbers go on. Runs inside the tenant's schema, with the log locked.
create or replace function thing.make_log_parent(p_name text)
returns void
language plpgsql
as $$
declare
    v_schema text := current_schema();
    v_last bigint := pg_sequence_last_value(pg_get_serial_sequence('change_log', 'seq')::regclass);
    v_before oid := to_regclass('change_log');
    v_comment text := obj_description(to_regclass('change_log'), 'pg_class');
    v_sql text;
begin
    foreach v_sql in array array[
        'alter table %1$I.change_log alter seq drop identity',
        'alter table %1$I.change_log rename to %2$I',
        'alter index %1$I.change_log_pkey rename to %3$I',
        'alter index %1$I.change_log_xid_idx rename to %4$I',
        'alter index %1$I.change_log_thing_id_idx rename to %5$I',
        'create table %1$I.change_log (like %1$I.%2$I including defaults including constraints including comments '
            'including storage including compression) partition by range (seq)',
        'alter table %1$I.change_log drop constraint if exists change_log_bound',
        'alter table %1$I.change_log alter seq add generated always as identity '
            '(sequence name %1$I.change_log_seq_seq)',
        'alter table %1$I.change_log add constraint change_log_pkey primary key (seq)',
        'create index change_log_xid_idx on %1$I.change_log (xid, seq)',
        'create index change_log_thing_id_idx on %1$I.change_log (thing_id, seq)',
        'comment on table %1$I.change_log is %6$L']
    loop
        execute format(v_sql, v_schema, p_name, p_name || '_pkey', p_name || '_xid_idx', p_name || '_thing_id_idx',
            v_comment);
    end loop;
    perform setval(pg_get_serial_sequence('change_log', 'seq'), v_last);
    -- Cursors stay good: it is the same log.
    update change_log_state s
       set same_as = array[to_regclass('change_log')::oid,
                           case when s.same_as[1] = v_before then s.same_as[2] else v_before end];
end
$$;
comment on function thing.make_log_parent(text) is 'Make a log that has partitions of one that is a table. Internal.';
revoke all on function thing.make_log_parent(text) from public;

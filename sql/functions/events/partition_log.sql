-- One step from a log that is one table to one with partitions, whose first one the table becomes as it is: no row is
-- written or moved. Each step is a transaction: a check that bounds its seqs, far beyond what is there (not valid: no
-- scan), its validation (a scan that lets writes pass), the change itself. Returns what it did; null: others use the
-- log, so it is for later. Runs inside the tenant's schema.
create or replace function thing.partition_log()
returns text
language plpgsql
as $$
declare
    v_valid boolean;
    v_bound bigint;
begin
    select k.convalidated, substring(pg_get_constraintdef(k.oid) from '\d+')::bigint into v_valid, v_bound
      from pg_constraint k
     where k.conrelid = to_regclass('change_log') and k.conname = 'change_log_bound';
    if v_valid is null then
        if not thing.lock_log() then
            return null;
        end if;
        v_bound := thing.log_bound(coalesce(
            pg_sequence_last_value(pg_get_serial_sequence('change_log', 'seq')::regclass), 0));
        execute format('alter table %I.change_log add constraint change_log_bound check (seq < %s) not valid',
            current_schema(), v_bound);
        return 'bounded the log';
    elsif not v_valid then
        execute format('alter table %I.change_log validate constraint change_log_bound', current_schema());
        return 'checked the bound of the log';
    elsif not thing.lock_log() then
        return null;
    end if;
    perform thing.make_log_parent('change_log_1');
    execute format('alter table %1$I.change_log attach partition %1$I.change_log_1 '
                   'for values from (minvalue) to (%2$s)', current_schema(), v_bound);
    execute format('alter table %I.change_log_1 drop constraint change_log_bound', current_schema());
    return 'made the log the first partition';
end
$$;
comment on function thing.partition_log() is 'One step towards a log with partitions. Internal.';
revoke all on function thing.partition_log() from public;

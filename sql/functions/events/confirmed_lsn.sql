-- Where in the WAL all lies that is visible by now, as far as writers wait for it: to call after the snapshot was
-- taken. What waits for a synchronous standby is visible once that has it, so it is what all of those have. (Of a
-- quorum, what the best one has: that is to take over.) Else it is what the server itself has on its disk. Commits that
-- wait for nothing (synchronous_commit = off, in a session of their own) may be ahead of it. Definer: reads what the
-- standbys say.
create or replace function thing.confirmed_lsn()
returns pg_lsn
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_commit text := current_setting('synchronous_commit');
    v_lsn pg_lsn;
begin
    if v_commit = 'off' then
        return pg_current_wal_insert_lsn();
    end if;
    if v_commit <> 'local' and current_setting('synchronous_standby_names') <> '' then
        select case when bool_or(w.sync_state = 'quorum') then max(w.lsn) else min(w.lsn) end into v_lsn
          from (select s.sync_state, case v_commit when 'remote_write' then s.write_lsn else s.flush_lsn end as lsn
                  from pg_stat_get_wal_senders() s
                 where s.sync_state in ('sync', 'quorum')) w;
    end if;
    return coalesce(v_lsn, pg_current_wal_flush_lsn());
end
$$;
comment on function thing.confirmed_lsn() is
    'Where in the WAL all lies that is visible and that its writers waited for. Internal.';
revoke all on function thing.confirmed_lsn() from public;

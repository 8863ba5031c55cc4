-- What thing.doctor says of what goes on: connections, long transactions, locks, transaction numbers, replication, the
-- queue of notifications, bloat.
create or replace function thing.doctor_activity()
returns table (area text, severity text, message text, hint text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select 'connections', case when n.used > 0.95 then 'error' else 'warning' end,
           format('%s%% of max_connections are in use', round(n.used * 100)),
           'Raise max_connections, or lower THINGBASE_POOLS total.'
      from (select count(*)::numeric / current_setting('max_connections')::numeric as used
              from pg_stat_activity a where a.backend_type = 'client backend') n
     where n.used > 0.8;
    return query
    select 'transactions', 'warning',
           format('a transaction of %s (process %s, %s) is %s minutes old: nothing that ended since can be cleaned up',
               a.usename, a.pid, coalesce(nullif(a.application_name, ''), 'no name'),
               floor(extract(epoch from clock_timestamp() - a.xact_start) / 60)),
           format('Is thingbase jobs run --watch running? select pg_terminate_backend(%s); ends it.', a.pid)
      from pg_stat_activity a
     where a.xact_start < clock_timestamp() - interval '30 minutes' and a.backend_type = 'client backend'
     order by a.xact_start limit 10;
    return query
    select 'transactions', 'warning', format('prepared transaction %s is from %s', p.gid, p.prepared),
           format('rollback prepared %L;', p.gid)
      from pg_prepared_xacts p where p.prepared < clock_timestamp() - interval '10 minutes' order by p.prepared;
    return query
    select 'locks', 'warning', format('process %s (%s) has waited %s seconds for a lock', a.pid, a.usename,
               floor(extract(epoch from clock_timestamp() - a.state_change))),
           format('It waits for %s.', pg_blocking_pids(a.pid))
      from pg_stat_activity a
     where a.wait_event_type = 'Lock' and a.state_change < clock_timestamp() - interval '10 seconds'
     order by a.state_change limit 10;
    return query
    select 'wraparound', case when age(d.datfrozenxid) > 1500000000 then 'error' else 'warning' end,
           format('database %s is %s million transactions from its last freeze', d.datname,
               age(d.datfrozenxid) / 1000000),
           'Let autovacuum work (no old transactions, slots, prepared transactions), or: vacuum freeze;'
      from pg_database d where age(d.datfrozenxid) > 500000000 order by 1;
    return query
    select 'replication', case when not s.active then 'error' else 'warning' end,
           format('replication slot %s %s and keeps %s of WAL', s.slot_name,
               case when s.active then 'is behind' else 'is not used' end,
               pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn))),
           format('Bring its standby back, or: select pg_drop_replication_slot(%L);', s.slot_name)
      from pg_replication_slots s
     where not pg_is_in_recovery() and pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn) > 1073741824;
    return query
    select 'replication', 'warning', format('standby %s is %s behind',
               coalesce(nullif(r.application_name, ''), 'without a name'),
               pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn))), 'Look at its log and its disk.'
      from pg_stat_replication r
     where not pg_is_in_recovery() and pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn) > 268435456;
    return query
    select 'archiving', 'error', format('archiving WAL fails: %s, last at %s', a.last_failed_wal, a.last_failed_time),
           'Mend archive_command: until then pg_wal grows.'
      from pg_stat_archiver a where a.last_failed_time > coalesce(a.last_archived_time, '-infinity');
    return query
    select 'notifications', 'error', format('%s%% of the queue of notifications is full',
               round((pg_notification_queue_usage() * 100)::numeric)), 'End the oldest transactions that listen.'
     where pg_notification_queue_usage() > 0.1;
    return query
    select 'bloat', 'warning', format('%s.%s has %s dead rows beside %s', s.schemaname, s.relname, s.n_dead_tup,
               s.n_live_tup), format('vacuum %I.%I; and see what keeps autovacuum from it.', s.schemaname, s.relname)
      from pg_stat_all_tables s
     where s.n_dead_tup > 100000 and s.n_dead_tup > s.n_live_tup
     order by s.n_dead_tup desc limit 10;
end
$$;
comment on function thing.doctor_activity() is 'What thing.doctor says of sessions, replication and bloat. Internal.';
revoke all on function thing.doctor_activity() from public;

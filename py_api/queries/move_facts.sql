-- What a move from here needs.
select current_setting('wal_level') as wal_level,
       current_setting('max_replication_slots')::integer - (
           select count(*) from pg_replication_slots)::integer as slots,
       current_setting('max_wal_senders')::integer - (select count(*) from pg_stat_replication)::integer as senders,
       current_setting('server_version_num')::integer as version,
       (select v.checksum from thing.core_versions v where v.version = 0) as core

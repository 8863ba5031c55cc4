-- Which log this is: what transaction ids and cursors are good for. Another cluster, a copied database, a restored
-- dump: each gives another identity, and old cursors a RESYNC. It has the timeline on which the log was first read:
-- those that follow it after a failover go on with the same log (thing.is_this_log). Definer: tenants may not read the
-- installation.
create or replace function thing.log_identity(p_log regclass)
returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select md5(concat_ws(':', i.id, s.system_identifier,
                   left(pg_walfile_name(pg_current_wal_lsn()), 8),    -- the timeline
                   d.oid, p_log::oid))
          from thing.installation i, pg_control_system() s, pg_database d
         where d.datname = current_database());
end
$$;
comment on function thing.log_identity(regclass) is
    'Identity of a change log: cluster, timeline, database, table. Internal.';
revoke all on function thing.log_identity(regclass) from public;

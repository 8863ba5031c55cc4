-- Whether an identity (thing.log_identity) is that of this log on one of the timelines that its cluster has been on:
-- transaction ids go on across a failover. Definer: tenants may not read the installation.
create or replace function thing.is_this_log(p_log regclass, p_identity text)
returns boolean
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select
          from thing.installation i
         cross join pg_control_system() s
          join thing.timelines t on t.system_identifier = s.system_identifier
          join pg_database d on d.datname = current_database()
         where p_identity = md5(concat_ws(':', i.id, s.system_identifier, upper(lpad(to_hex(t.timeline), 8, '0')),
                                          d.oid, p_log::oid)));
end
$$;
comment on function thing.is_this_log(regclass, text) is
    'Whether an identity is that of a log on an earlier timeline of its cluster. Internal.';
revoke all on function thing.is_this_log(regclass, text) from public;

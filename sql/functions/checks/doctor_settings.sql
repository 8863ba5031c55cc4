-- What thing.doctor says of the server's settings, versions and extensions.
create or replace function thing.doctor_settings()
returns table (area text, severity text, message text, hint text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_version integer := current_setting('server_version_num')::integer;
begin
    return query
    select 'settings', f.severity, f.message, f.hint
      from (values
        (current_setting('fsync') = 'off', 'error', 'fsync is off: a crash of the machine loses the database',
            'alter system set fsync = on; then restart the server.'),
        (current_setting('full_page_writes') = 'off', 'error',
            'full_page_writes is off: a crash of the machine can damage pages', 'Switch it on in postgresql.conf.'),
        (current_setting('synchronous_commit') = 'off', 'warning',
            'synchronous_commit is off: a crash loses the last writes that were answered',
            'alter system set synchronous_commit = on; where that must not happen.'),
        (current_setting('autovacuum') = 'off', 'error',
            'autovacuum is off: tables bloat, and transaction numbers run out', 'alter system set autovacuum = on;'),
        (current_setting('track_counts') = 'off', 'error', 'track_counts is off: autovacuum does not work',
            'alter system set track_counts = on;'),
        (current_setting('server_encoding') <> 'UTF8', 'error',
            format('the database is encoded as %s', current_setting('server_encoding')),
            'Make a database with encoding UTF8 and restore into it.'),
        (current_setting('ssl') = 'off' and exists (select from pg_stat_activity a
             where a.client_addr is not null and not (a.client_addr <<= '127.0.0.0/8' or a.client_addr = '::1')),
            'warning', 'clients of other machines are connected, and TLS is off',
            'Switch ssl on, and use hostssl in pg_hba.conf.'),
        (current_setting('password_encryption') <> 'scram-sha-256', 'warning',
            format('password_encryption is %s', current_setting('password_encryption')),
            'alter system set password_encryption = ''scram-sha-256'';'),
        (pg_size_bytes(current_setting('shared_buffers')) < 134217728, 'warning',
            format('shared_buffers is %s', current_setting('shared_buffers')),
            'A quarter of the machine''s memory is a good begin.'),
        (current_setting('wal_level') <> 'logical' and exists (select from thing.servers), 'warning',
            format('wal_level is %s: no tenant can be moved away from this server', current_setting('wal_level')),
            'alter system set wal_level = logical; then restart the server.'),
        (current_setting('max_connections')::integer < 50, 'warning',
            format('max_connections is %s', current_setting('max_connections')),
            'Each server process wants up to THINGBASE_POOLS total (64) and five more.'),
        ((select setting::bigint from pg_settings s where s.name = 'log_min_duration_statement') = 0, 'note',
            'every statement is logged', 'log_min_duration_statement = 1s logs the slow ones.')
      ) f (holds, severity, message, hint)
     where f.holds;
    if v_version < 150000 or v_version >= 190000 then
        return query select 'versions', 'error', format('PostgreSQL %s is not supported',
            current_setting('server_version')), 'PostgreSQL 15 to 18 is.';
    end if;
    return query select 'versions', 'warning', k.message, k.hint from thing.known_flaws() k;
    return query
    select 'extensions', 'note', format('extension %s can be updated from %s to %s', e.extname, e.extversion,
               a.default_version), format('alter extension %I update;', e.extname)
      from pg_extension e
      join pg_available_extensions a on a.name = e.extname
     where a.default_version <> e.extversion
     order by e.extname;
    return query
    select 'extensions', 'error', format('extension %s, which field types need, is missing', t.extension),
           format('create extension %I;', t.extension)
      from (select distinct f.extension from thing.field_types f where f.extension is not null) t
     where not exists (select from pg_extension e where e.extname = t.extension)
       and exists (select from pg_available_extensions a where a.name = t.extension)
       and t.extension <> 'postgis' and t.extension <> 'vector'
     order by t.extension;
end
$$;
comment on function thing.doctor_settings() is 'What thing.doctor says of settings and extensions. Internal.';
revoke all on function thing.doctor_settings() from public;

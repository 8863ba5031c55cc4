-- What thing.tenant_limits knows. kind: 'setting' = a GUC on the role, 'connections' = CONNECTION LIMIT.
create table if not exists thing.limits (
    name        text primary key,
    kind        text not null check (kind in ('setting', 'connections')),
    default_value text not null,
    pattern     text not null,
    description text not null
);
comment on table thing.limits is 'The limits a tenant can have, their defaults, and how a value looks.';
grant select on thing.limits to thing_admin;

delete from thing.limits;   -- a truncate would lock out everyone who reads them
insert into thing.limits (name, kind, default_value, pattern, description) values
    ('connection_limit', 'connections', '50', '^(-1|[0-9]{1,5})$', 'Connections at once; -1 for no limit.'),
    ('statement_timeout', 'setting', '30s', '^[0-9]{1,9} ?(us|ms|s|min|h|d)?$', 'Longest statement.'),
    ('lock_timeout', 'setting', '5s', '^[0-9]{1,9} ?(us|ms|s|min|h|d)?$', 'Longest wait for a lock.'),
    ('idle_in_transaction_session_timeout', 'setting', '30s', '^[0-9]{1,9} ?(us|ms|s|min|h|d)?$',
        'Longest idle time inside a transaction.'),
    ('work_mem', 'setting', '16MB', '^[0-9]{1,9} ?(B|kB|MB|GB)?$', 'Memory of one sort or hash.'),
    ('temp_file_limit', 'setting', '1GB', '^(-1|[0-9]{1,12} ?(B|kB|MB|GB|TB)?)$', 'Temporary files of one session.');

-- A tenant can set it for itself as it likes, so the watchdog (thing.end_blockers) is what counts.
insert into thing.limits (name, kind, default_value, pattern, description)
select 'transaction_timeout', 'setting', '1h', '^[0-9]{1,9} ?(us|ms|s|min|h|d)?$', 'Longest transaction.'
 where current_setting('server_version_num')::integer >= 170000;

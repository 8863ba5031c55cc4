-- What thing.tenant_limits knows. kind: 'setting' = a GUC on the role, 'connections' = CONNECTION LIMIT, 'request' =
-- what the API allows one request, 'server' = what server processes allow a tenant, 'storage' = how much a tenant may
-- have, 'worker' = what the job worker does for the tenant.
create table if not exists thing.limits (
    name        text primary key,
    kind        text not null check (kind in ('setting', 'connections', 'request', 'server', 'storage', 'worker')),
    default_value text not null,
    pattern     text not null,
    description text not null
);
comment on table thing.limits is 'The limits a tenant can have, their defaults, and how a value looks.';
comment on column thing.limits.default_value is
    'What holds where the tenant has none; service: as the API''s own settings say (THINGBASE_LIMITS).';
grant select on thing.limits to thing_admin;

delete from thing.limits;   -- a truncate would lock out everyone who reads them
insert into thing.limits (name, kind, default_value, pattern, description) values
    ('connection_limit', 'connections', '50', '^(-1|[0-9]{1,5})$', 'Connections at once; -1 for no limit.'),
    ('statement_timeout', 'setting', '30s', '^[0-9]{1,9} ?(us|ms|s|min|h|d)?$', 'Longest statement.'),
    ('lock_timeout', 'setting', '5s', '^[0-9]{1,9} ?(us|ms|s|min|h|d)?$', 'Longest wait for a lock.'),
    ('idle_in_transaction_session_timeout', 'setting', '30s', '^[0-9]{1,9} ?(us|ms|s|min|h|d)?$',
        'Longest idle time inside a transaction.'),
    ('work_mem', 'setting', '16MB', '^[0-9]{1,9} ?(B|kB|MB|GB)?$', 'Memory of one sort or hash.'),
    ('hash_mem_multiplier', 'setting', '2', '^[1-9][0-9]{0,2}([.][0-9]{1,3})?$',
        'Memory of one hash, as a multiple of work_mem.'),
    ('temp_file_limit', 'setting', '1GB', '^(-1|[0-9]{1,12} ?(B|kB|MB|GB|TB)?)$', 'Temporary files of one session.');

-- A tenant can set it for itself as it likes, so the watchdog (thing.end_blockers) is what counts.
insert into thing.limits (name, kind, default_value, pattern, description)
select 'transaction_timeout', 'setting', '1h', '^[0-9]{1,9} ?(us|ms|s|min|h|d)?$', 'Longest transaction.'
 where current_setting('server_version_num')::integer >= 170000;

-- Of one request; docs/graphql.md says what each means. They are read with the head of the catalog.
insert into thing.limits (name, kind, default_value, pattern, description)
select l.name, 'request', 'service', '^[1-9][0-9]{0,8}$', l.description
  from (values
    ('aliases', 'Aliases of an operation.'),
    ('answer_bytes', 'Bytes of an operation''s answer.'),
    ('answer_rows', 'Things and groups that an answer could have, by its page sizes.'),
    ('complexity', 'What an operation''s statements weigh.'),
    ('cost', 'Rows times fields that an operation could read.'),
    ('depth', 'Levels of selections.'),
    ('directives', 'Directives of an operation.'),
    ('fields', 'Fields of an operation.'),
    ('geometry', 'Numbers of a geometry to compare with.'),
    ('links', 'Things that the lists connect, disconnect and set of one input name.'),
    ('list_size', 'Things of a page, and of an input list.'),
    ('near', 'Numbers of a geometry to measure distances to.'),
    ('nested_page_size', 'Things of a page within a list, where first says nothing.'),
    ('nesting', 'Levels of values in variables, and of conditions.'),
    ('operand', 'Values of hasAny, hasAll, and contains of JSON.'),
    ('page_size', 'Things of a page, where first says nothing.'),
    ('pattern', 'Characters of a pattern or of words to search for.'),
    ('root_fields', 'Root fields of an operation.'),
    ('tokens', 'Tokens of a document.'),
    ('values', 'Values of all variables.')) l (name, description);

-- Of the service; they are read with the head of the catalog, too (docs/operations.md).
insert into thing.limits (name, kind, default_value, pattern, description) values
    ('requests_per_second', 'server', '-1', '^(-1|[1-9][0-9]{0,6})$',
        'Requests to the API in a second; -1 for no limit.'),
    ('database_seconds', 'server', '-1', '^(-1|(?!0+([.]0+)?$)[0-9]{1,4}([.][0-9]{1,3})?)$',
        'Seconds in a second that statements of the API may take together; -1 for no limit.'),
    ('burst_seconds', 'server', '5', '^[1-9][0-9]{0,3}$',
        'For so many seconds a tenant may save up requests and time of statements.'),
    ('plan_cost', 'server', '-1', '^(-1|[1-9][0-9]{0,8})$',
        'What PostgreSQL''s planner may expect a query of the API to cost; -1 for no limit.'),
    ('slow_statements', 'server', 'service', '^[1-9][0-9]{0,8}$',
        'Slow statements of the API at once, while other tenants want something of the server process.'),
    ('sockets', 'server', 'service', '^[1-9][0-9]{0,8}$',
        'WebSockets and event streams that are open at once, to each server process.'),
    ('subscriptions', 'server', 'service', '^[1-9][0-9]{0,8}$',
        'Subscriptions that are open at once, to each server process.');

-- Of what a tenant may have (docs/operations.md): what is stored is measured by the worker, the schema at each change.
insert into thing.limits (name, kind, default_value, pattern, description)
select l.name, 'storage', '-1', l.pattern, l.description || '; -1 for no limit.'
  from (values
    ('stored_bytes', '^(-1|[1-9][0-9]{0,11} ?(kB|MB|GB|TB)?)$', 'Room that things and their indexes take'),
    ('stored_things', '^(-1|[1-9][0-9]{0,11})$', 'Things'),
    ('log_bytes', '^(-1|[1-9][0-9]{0,11} ?(kB|MB|GB|TB)?)$', 'Room that the change log takes'),
    ('schema_classes', '^(-1|[1-9][0-9]{0,5})$', 'Classes'),
    ('schema_fields', '^(-1|[1-9][0-9]{0,5})$', 'Fields of all classes, with those that they inherit'),
    ('schema_indexes', '^(-1|[1-9][0-9]{0,5})$', 'Indexes, unique fields and combinations of all classes')
  ) l (name, pattern, description);

-- Of what the worker does by itself (docs/indexes.md).
insert into thing.limits (name, kind, default_value, pattern, description) values
    ('auto_index', 'worker', 'suggest', '^(off|suggest|on)$',
        'Whether lists are counted and indexes advised (suggest), and made and taken back as well (on).'),
    ('auto_index_count', 'worker', '4', '^[0-9]{1,3}$', 'Indexes of a class that may be made so.'),
    ('auto_index_bytes', 'worker', '1GB', '^[0-9]{1,12} ?(B|kB|MB|GB|TB)?$', 'Room that they may take together.');

-- Of how long changes are kept (docs/operations.md, thing.keep_log).
insert into thing.limits (name, kind, default_value, pattern, description) values
    ('log_keep', 'worker', '-1', '^(-1|[1-9][0-9]{0,4} ?(min|h|d|days?|weeks?|months?|years?))$',
        'How long the change log keeps changes at least; -1 for good.');

-- Of pgvector, where it can go on: a list by nearestTo then reads its index as far as it has to.
insert into thing.limits (name, kind, default_value, pattern, description)
select l.name, 'setting', l.default_value, l.pattern, l.description
  from (values
    ('hnsw.iterative_scan', 'strict_order', '^(off|strict_order)$',
        'Whether a list by nearestTo goes on in its index until the page is full; off: it reads all rows then.'),
    ('hnsw.max_scan_tuples', '20000', '^[1-9][0-9]{0,8}$',
        'So many rows of its index a list by nearestTo looks at before it reads all rows.')
  ) l (name, default_value, pattern, description)
 where exists (select from pg_extension e
                where e.extname = 'vector' and split_part(e.extversion, '.', 1)::integer * 1000
                    + split_part(e.extversion, '.', 2)::integer >= 8);

-- What is set before an index of a large table is built: memory. A graph of vectors (HNSW) is built in memory as long
-- as it fits there, and some ten times slower beyond: so much as it will have, at most 1 GB, or more where the server's
-- own maintenance_work_mem says so. Without parallel workers then: what they share stands in shared memory, of which
-- containers often have 64 MB.
create or replace function thing.build_settings(p_table text, p_column text, p_definition text)
returns text[]
language sql
stable
as $$
    select case when p_definition ~ '^hnsw ' and s.wanted > s.now
                then array[format('set maintenance_work_mem = %L', s.wanted || 'kB'),
                           'set max_parallel_maintenance_workers = 0']
                else array['set maintenance_work_mem to default', 'set max_parallel_maintenance_workers to default'] end
      from (select pg_size_bytes(d.reset_val || 'kB') / 1024 as now,
                   least(1048576, case when c.reltuples < 1 then 1048576
                       else c.reltuples * (4 * greatest(a.atttypmod, 1) + 1000) / 1024 + 16384 end)::bigint as wanted
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attname = p_column
              join pg_settings d on d.name = 'maintenance_work_mem'
             where c.oid = to_regclass(p_table)) s
$$;
comment on function thing.build_settings(text, text, text) is
    'The settings that an index of a large table is built with. Internal.';
revoke all on function thing.build_settings(text, text, text) from public;

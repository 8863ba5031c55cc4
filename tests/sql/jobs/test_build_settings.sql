-- The memory that an index of a large table is built with: only a graph of vectors wants more, and not without bounds.
begin;
select plan(4);
create temp table many (few varchar(96), lots varchar(1996));   -- (as many dimensions, where there is no pgvector)
set local maintenance_work_mem = '4MB';
select is(thing.build_settings('many', 'few', 'btree (few)'),
    array['set maintenance_work_mem to default', 'set max_parallel_maintenance_workers to default'], 'any other: as is');
update pg_class c set reltuples = 100000 where c.oid = 'many'::regclass;
select is(thing.build_settings('many', 'few', 'hnsw (few vector_cosine_ops)'),
    array['set maintenance_work_mem = ''153103kB''', 'set max_parallel_maintenance_workers = 0'],
    'of 100 numbers each, 100,000 rows');
update pg_class c set reltuples = 1e7 where c.oid = 'many'::regclass;
select is((thing.build_settings('many', 'lots', 'hnsw (lots vector_cosine_ops)'))[1],
    'set maintenance_work_mem = ''1048576kB''', 'at most');
update pg_class c set reltuples = -1 where c.oid = 'many'::regclass;
select is((thing.build_settings('many', 'few', 'hnsw (few vector_cosine_ops)'))[1],
    'set maintenance_work_mem = ''1048576kB''', 'of rows that no one has counted');
select * from finish();
rollback;

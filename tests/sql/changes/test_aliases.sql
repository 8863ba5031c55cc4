-- keepAlias: a renamed field has its old name in the API as well, for a time; documents, inheritance, names that are taken, ends, rollback.
begin;
select plan(34);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Book', '[{"name": "author", "type": "text", "rules": {"required": true}}, {"name": "kind", "type": "select", "params": {"values": ["A"]}},
    {"name": "next", "type": "reference", "target": "Book", "inverse": "former"}]');
select thing.migrate('shop', '[{"op": "create_class", "class": "Novel", "extends": "Book"}]');
create function pg_temp.aliases(p_name text) returns jsonb language sql
    return (select jsonb_agg(f.aliases) from tenant_shop.thing_class_fields f where f.name = p_name and f.dropped_version is null);
create function pg_temp.keep(p_name text, p_to text, p_keep text) returns jsonb language sql
    return thing.migrate('shop', jsonb_build_array(jsonb_build_object('op', 'rename_field', 'class', 'Book', 'field', p_name, 'to', p_to, 'keepAlias', p_keep)));
create temp table v as select thing.schema_version('shop') as before, thing.document('shop') as document;
create temp table m as select pg_temp.keep('author', 'writer', '2 weeks') as m;
create temp table u as select to_char((now() + interval '2 weeks') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as u;
select is(m -> 'diff', jsonb_build_array(jsonb_build_object('kind', 'FIELD_RENAMED', 'class', 'Book', 'field', 'author', 'to', 'writer', 'impact', 'SAFE', 'alias', u)),
    'nothing breaks at first') from m, u;
select is(pg_temp.aliases('writer'), jsonb_build_array(jsonb_build_object('author', u), jsonb_build_object('author', u)), 'descendants have it too') from u;
select is(thing.document('shop') #> '{classes,0,fields,0,aliases}', jsonb_build_object('author', u), 'it stands in the document') from u;
select is(thing.diff('shop', thing.document('shop')), '[]', 'which is what there is');
select ok(thing.catalog_entries('shop') #>> '{classes,1,fields,0,aliases}' like '%author%', 'and in the catalog');
select is((select j.state || ' ' || (j.run_after = u::timestamptz) from thing.jobs('shop') j where j.kind = 'alias'), 'queued true', 'a job will end it') from u;

-- names
select throws_ok($$ select thing.add_field('shop', 'Book', 'author', 'text') $$, 'TB011',
    (select format('author of class Book is the former name of writer, which it keeps until %s', u) from u), 'it takes its name');
select throws_ok($$ select thing.add_field('shop', 'Novel', 'author', 'text') $$, 'TB011', null, 'in descendants too');
select throws_ok($$ select thing.rename_field('shop', 'Book', 'kind', 'author') $$, 'TB011', null, 'for renames too');
select throws_ok($$ select thing.alter_field('shop', 'Book', 'kind', '{"aliases": {"author": "2999-01-01T00:00:00Z"}}') $$, 'TB011', null, 'for other aliases too');
select throws_ok($$ select thing.alter_field('shop', 'Book', 'kind', '{"aliases": {"writer": "2999-01-01T00:00:00Z"}}') $$, 'TB011', null, 'a field is no alias');
select throws_ok($$ select thing.alter_field('shop', 'Book', 'next', '{"inverse": "author"}') $$, 'TB011', null, 'for inverses too');
select throws_ok($$ select pg_temp.keep('kind', 'sort', 'a while') $$, 'TB020', null, 'how long must be said');
select throws_ok($$ select pg_temp.keep('kind', 'sort', '-1 day') $$, 'TB020', null, 'and be to come');
select throws_ok($$ select thing.alter_field('shop', 'Book', 'kind', '{"aliases": {"sort": 1}}') $$, 'TB020', null, 'a time is a text');
select throws_ok($$ select thing.alter_field('shop', 'Book', 'kind', '{"aliases": ["sort"]}') $$, 'TB020', null, 'each has its time');

select is((select thing.migrate('shop', jsonb_build_array(jsonb_build_object('op', 'rename_field', 'class', 'Book', 'field', 'kind', 'to', 'sort', 'keepAlias', '1 day'),
    '{"op": "set_rules", "class": "Book", "field": "sort", "rules": {"required": true}}'::jsonb)) #>> '{diff,1,impact}'), 'DANGEROUS', 'what either name may give is not required in inputs');
select thing.rollback('shop', thing.schema_version('shop') - 1);

-- Types of the API are named after required references.
select throws_ok($$ select thing.migrate('shop', '[{"op": "set_rules", "class": "Book", "field": "next", "rules": {"required": true}}, {"op": "rename_field", "class": "Book", "field": "next", "to": "after", "keepAlias": "1 day"}]') $$,
    'TB020', null, 'a required reference has no alias');
select throws_ok($$ select thing.migrate('shop', '[{"op": "rename_field", "class": "Book", "field": "next", "to": "after", "keepAlias": "1 day"}, {"op": "set_rules", "class": "Book", "field": "after", "rules": {"required": true}}]') $$,
    'TB020', null, 'nor does one become required that has');

-- back, and by a document
select thing.rollback('shop', before) from v;
select is(thing.document('shop'), document, 'rollback takes it away') from v;
select is(thing.schema_diff('shop', before) ->> 'impact', 'SAFE', 'as if nothing had been') from v;
select thing.rollback('shop', before + 1) from v;
select is(jsonb_array_length(pg_temp.aliases('writer')), 2, 'and brings it back');
select thing.rename_field('shop', 'Book', 'writer', 'author');
select is(pg_temp.aliases('author'), '[{}, {}]', 'a field that takes its old name again has no alias');
create temp table d as select jsonb_set(document, '{classes,0,fields,0}',
    '{"name": "writer", "type": "text", "renamedFrom": "author", "rules": {"required": true}, "aliases": {"author": "2999-01-01T00:00:00Z", "penman": "2000-01-01"}}') as d from v;
select is(thing.diff('shop', d), '[{"op": "rename_field", "class": "Book", "field": "author", "to": "writer", "keepAlias": "2999-01-01T00:00:00Z"}]', 'a document says it') from d;
select thing.migrate('shop', thing.diff('shop', d)) from d;
select is(thing.diff('shop', d), '[]', 'once; what has ended stays ended') from d;
select thing.rename_field('shop', 'Book', 'writer', 'penman', keep_alias => '1 day');
select is((select array_agg(k order by k) from jsonb_object_keys(pg_temp.aliases('penman') -> 0) k), '{author,writer}', 'a second rename keeps both');

-- the end
select is(thing.alter_field('shop', 'Book', 'penman', '{"aliases": {"author": "2999-01-01T00:00:00Z"}}') #>> '{diff,0,impact}', 'BREAKING', 'an end by a change breaks clients');
select is(thing.rollback('shop', thing.schema_version('shop') - 1) #>> '{diff,0,impact}', 'SAFE', 'its return does not');
update tenant_shop.thing_class_fields f set aliases = f.aliases || '{"author": "2001-01-01T00:00:00Z"}' where f.name = 'penman';
update tenant_shop.thing_jobs j set run_after = now() where j.kind = 'alias';
select is((select c.kind from thing.claim_job('shop') c), 'alias', 'its time has come');
select is(thing.step_job('shop', j.id), null, 'the job ends it') from thing.jobs('shop') j where j.state = 'running';
select is((select array_agg(k) from jsonb_object_keys(pg_temp.aliases('penman') -> 0) k), '{writer}', 'that one alone');
select is((select h.author || ' ' || (h.diff #>> '{0,impact}') from thing.history('shop') h limit 1), 'thingbase BREAKING', 'as a version of its own');
select is((select array_agg(j.state order by j.id) from thing.jobs('shop') j where j.kind = 'alias'), '{done,queued}', 'the other one has its job');
select is((select count(*) from thing.check('shop')), 0::bigint, 'nothing is damaged');
select * from finish();
rollback;

-- alter_field: what is metadata alone, the default, small changes of type with their inverse, refusals.
begin;
select plan(22);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "title", "type": "text"}, {"name": "n", "type": "integer", "default": 5, "rules": {"required": true}},
    {"name": "kind", "type": "select", "params": {"values": ["a", "b"]}}, {"name": "self", "type": "reference", "target": "Product"}]');
select thing.migrate('shop', '[{"op": "create_class", "class": "Child", "extends": "Product"}]');
insert into tenant_shop.tc_product (title, n, kind) select g::text, g, 'a' from generate_series(1, 5) g;
insert into tenant_shop.tc_child (title, n) values ('7', 7);
create temp table before as select * from tenant_shop.tc_product;

-- default: rows to come, not those that are there
select lives_ok($$ select thing.alter_field('shop', 'Product', 'n', '{"default": 9}') $$);
insert into tenant_shop.tc_product (title) values ('later');
insert into tenant_shop.tc_child (title) values ('8');
select is((select n from tenant_shop.tc_product where title = 'later'), 9, 'a later row has the new default');
select is((select n from tenant_shop.tc_child where title = '8'), 9, 'in descendants too');
select is((select count(*) from tenant_shop.tc_product where n = 9), 1::bigint, 'rows that were there keep theirs');
delete from tenant_shop.tc_product where title = 'later';

-- a changed onDelete is another foreign key
select lives_ok($$ select thing.alter_field('shop', 'Product', 'self', '{"onDelete": "cascade"}') $$);
select is((select confdeltype from pg_constraint where conname = 'tf_1_self'), 'c'::"char", 'the foreign key follows onDelete');
select throws_ok($$ select thing.alter_field('shop', 'Product', 'n', '{"onDelete": "cascade"}') $$, 'TB020', null, 'only references have one');

-- same storage: metadata alone
select lives_ok($$ select thing.alter_field('shop', 'Product', 'kind', '{"params": {"values": ["a", "b", "c"]}}') $$);
select is((select physical_name from tenant_shop.thing_class_fields where name = 'kind' and class_id = 1), 'kind', 'another list of names keeps the column');
select throws_ok($$ select thing.alter_field('shop', 'Product', 'kind', '{"params": {"values": ["b"]}}') $$, 'TB033', null, 'a name that is used cannot go');

-- a change of type
select is((thing.alter_field('shop', 'Product', 'n', '{"type": "text", "label": "Number"}') -> 'inverse' -> 0) - 'id',
    '{"op": "restore_type", "class": "Product", "field": "n"}', 'its inverse takes the kept column back');
select is((select array_agg(n_2 order by n_2) from tenant_shop.tc_product), '{1,2,3,4,5}', 'values are converted');
select is((select max(version) from tenant_shop.tc_product), 1, 'without a new version of any row');
select is((select count(*) from tenant_shop.change_log where operation = 'update'), 0::bigint, 'and without an event');
select is((select count(*) from tenant_shop.tc_child where n_2 is distinct from n::text), 0::bigint, 'descendants follow');
insert into tenant_shop.tc_child (title) values ('9');
select is((select n_2 from tenant_shop.tc_child where title = '9'), '9', 'the default has been converted');
select throws_ok($$ insert into tenant_shop.tc_product (title, n_2) values ('x', null) $$, 'TB001', null, 'its rules stand');
select throws_ok($$ select thing.alter_field('shop', 'Child', 'n', '{"type": "integer"}') $$, 'TB037', null, 'inherited fields change in the parent');
select throws_ok($$ select thing.alter_field('shop', 'Product', 'self', '{"type": "text"}') $$, 'TB033', null, 'a reference is no text');

select lives_ok($$ select thing.rollback('shop', 2) $$);
select is((select count(*) from before b join tenant_shop.tc_product p using (id) where row(b.n, b.title, b.version)::record *= row(p.n, p.title, p.version)::record),
    5::bigint, 'rolled back: every row is what it was');
select is((select column_default from information_schema.columns where table_schema = 'tenant_shop' and table_name = 'tc_product' and column_name = 'n'),
    '5', 'with its first default');
select * from finish();
rollback;

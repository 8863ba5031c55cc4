-- A dropped field keeps its values, hidden; rollback brings column, index, unique and rules back, checksum-equal.
begin;
select plan(8);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "title", "type": "text"},
    {"name": "price", "type": "decimal", "required": true, "unique": true, "rules": {"min": 0}, "default": 3},
    {"name": "code", "type": "text", "indexed": true, "searchable": true}]');
insert into tenant_shop.tc_product (title, price, code) select 'p' || g, g + 0.10, 'c' || g from generate_series(1, 100) g;
create temp table before as
    select md5(string_agg(t::text, ',' order by t.id)) as rows,
           (select checksum from thing.history('shop') where version = 1) as schema,
           array(select indexdef from pg_indexes where schemaname = 'tenant_shop' and tablename = 'tc_product' order by 1) as indexes
      from tenant_shop.tc_product t;
select lives_ok($$ select thing.migrate('shop', '[{"op": "drop_field", "class": "Product", "field": "price"},
    {"op": "drop_field", "class": "Product", "field": "code"}]') $$);
select lives_ok($$ insert into tenant_shop.tc_product (title) values ('without a price') $$, 'a hidden required column is in nobody''s way');
delete from tenant_shop.tc_product where title = 'without a price';
select is((select count(*) from pg_indexes where schemaname = 'tenant_shop' and tablename = 'tc_product'), 1::bigint, 'its indexes are gone');
select lives_ok($$ select thing.rollback('shop', 1) $$);
select is((select md5(string_agg(t::text, ',' order by t.id)) from tenant_shop.tc_product t), (select rows from before), 'every row is as it was');
select is((select checksum from thing.history('shop') limit 1), (select schema from before), 'the schema is as it was');
select is(array(select indexdef from pg_indexes where schemaname = 'tenant_shop' and tablename = 'tc_product' order by 1),
    (select indexes from before), 'indexes and constraints are as they were');
select col_not_null('tenant_shop', 'tc_product', 'price', 'NOT NULL is back');
select * from finish();
rollback;

-- Duplicates that a new unique would break on are found before anything is locked, and the plan counts them.
begin;
select plan(5);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "a", "type": "text"}, {"name": "b", "type": "integer"}]');
insert into tenant_shop.tc_product (a, b) values ('x', 1), ('x', 1), ('x', 2), (null, 3), (null, 3);
select throws_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"unique": true}') $$, 'TB032');
select throws_ok($$ select thing.add_unique('shop', 'Product', 'both', '{a,b}') $$, 'TB032');
select is(thing.plan('shop', '[{"op": "add_unique", "class": "Product", "name": "both", "fields": ["a", "b"]}]') #>> '{conflicts,0,rows}', '2', 'two rows are in the way');
select is(jsonb_array_length(thing.plan('shop', '[{"op": "add_unique", "class": "Product", "name": "both", "fields": ["a", "b"]}]') #> '{conflicts,0,ids}'), 2, 'and named');
delete from tenant_shop.tc_product where b = 1;
select lives_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"unique": true}') $$, 'nulls are no duplicates');
select * from finish();
rollback;

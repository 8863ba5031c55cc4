-- A required field that comes back over rows written without it: the rollback succeeds, the rule binds, NOT NULL waits until it holds.
begin;
select plan(5);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "title", "type": "text"}, {"name": "price", "type": "decimal", "required": true}]');
select thing.drop_field('shop', 'Product', 'price');
insert into tenant_shop.tc_product (title) values ('between');
select lives_ok($$ select thing.rollback('shop', 1) $$);
select col_is_null('tenant_shop', 'tc_product', 'price', 'no native NOT NULL yet');
select throws_ok($$ insert into tenant_shop.tc_product (title) values ('new') $$, 'TB001', null, 'new rows need a price');
update tenant_shop.tc_product set price = 1;
select thing.set_label('shop', 'Product', 'Products');
select thing.set_rules('shop', 'Product', 'price', '{"required": true, "min": 0}');
select col_not_null('tenant_shop', 'tc_product', 'price', 'once no null is left, a migration makes it native again');
select is_empty($$ select * from thing.check('shop') $$, 'and nothing drifts');
select * from finish();
rollback;

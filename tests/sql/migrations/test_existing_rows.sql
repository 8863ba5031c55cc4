-- Rows that break a new rule: refused with their ids, or kept when asked; a kept row stays readable and must be mended when written.
begin;
select plan(9);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}]');
insert into tenant_shop.tc_product (a, b) values (1, 1), (null, 2), (50, 3);
select throws_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"max": 10}') $$, 'TB032', '1 existing rows of Product break the new rules');
select throws_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"required": true}') $$, 'TB032');
select throws_ok($$ select thing.set_rules('shop', 'Product', rules => '{"fields": {"required": true}}') $$, 'TB032', null, 'class rules as well');
select lives_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"max": 10, "required": true}', existing => 'keep') $$);
select throws_ok($$ insert into tenant_shop.tc_product (a) values (11) $$, 'TB001', null, 'new rows obey');
select throws_ok($$ update tenant_shop.tc_product set a = 51 where a = 50 $$, 'TB001', null, 'changed rows obey');
select lives_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"max": 10, "required": true, "min": 0}') $$, 'rows that broke the old rules are not newly broken');
select throws_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"min": 5}', existing => 'maybe') $$, 'TB020');
select lives_ok($$ select thing.set_rules('shop', 'Product', rules => '{"fields": {"required": true}}', existing => 'keep') $$, 'class rules can keep rows too');
select * from finish();
rollback;

-- Rules go back and forth with their native constraints; a rollback never fails for rows written under the newer rules.
begin;
select plan(7);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "title", "type": "text", "required": true, "unique": true, "rules": {"minLength": 3}}]');
select thing.set_rules('shop', 'Product', 'title', '{}');
select lives_ok($$ insert into tenant_shop.tc_product (title) values ('x'), (null) $$, 'no rule holds');
select lives_ok($$ select thing.rollback('shop', 1) $$, 'the rules come back over rows that break them');
select throws_ok($$ insert into tenant_shop.tc_product (title) values ('y') $$, 'TB001', null, 'they hold for new rows');
select throws_ok($$ insert into tenant_shop.tc_product (title) values (null) $$, 'TB001', null, 'required too');
select has_index('tenant_shop', 'tc_product', 'tu_1_title', 'the unique is back');
select lives_ok($$ select thing.rollback('shop', 2) $$, 'a rollback is rolled back');
select lives_ok($$ insert into tenant_shop.tc_product (title) values ('z') $$);
select * from finish();
rollback;

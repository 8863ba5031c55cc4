-- Rows that break a new rule: refused with their ids, or kept when asked; a kept row stays readable and must be mended when written.
begin;
select plan(15);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}]');
insert into tenant_shop.tc_product (a, b) values (1, 1), (null, 2), (50, 3);
select throws_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"max": 10}') $$, 'TB032', '1 existing row of Product breaks the new rules: a: must be at most 10 (1)');
select throws_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"required": true}') $$, 'TB032');
select throws_ok($$ select thing.set_rules('shop', 'Product', rules => '{"fields": {"required": true}}') $$, 'TB032', null, 'class rules as well');
select lives_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"max": 10, "required": true}', existing => 'keep') $$);
select throws_ok($$ insert into tenant_shop.tc_product (a) values (11) $$, 'TB001', null, 'new rows obey');
select throws_ok($$ update tenant_shop.tc_product set a = 51 where a = 50 $$, 'TB001', null, 'changed rows obey');
select lives_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"max": 10, "required": true, "min": 0}') $$, 'rows that broke the old rules are not newly broken');
select throws_ok($$ select thing.set_rules('shop', 'Product', 'a', '{"min": 5}', existing => 'maybe') $$, 'TB020');
select lives_ok($$ select thing.set_rules('shop', 'Product', rules => '{"fields": {"required": true}}', existing => 'keep') $$, 'class rules can keep rows too');
-- What is in the way is told by field and rule, each with its rows; the worst of both kinds: checks have no field, combinations have several.
insert into tenant_shop.tc_product (a, b) values (1, 2);
select throws_ok($$ select thing.migrate('shop', '[{"op": "add_unique", "class": "Product", "name": "b_only", "fields": ["b"]},
    {"op": "set_rules", "class": "Product", "rules": {"fields": {"max": 40}, "checks": {"order": {"rule": "compare", "field": "a", "operator": "gte", "other": "b"}}}}]') $$,
    'TB032', '2 existing rows of Product break the new rules: b: must be unique (2); a: must be at least b (1)');
select is((thing.plan('shop', '[{"op": "set_rules", "class": "Product", "field": "b", "rules": {"min": 2, "multipleOf": 2}}]') #- '{conflicts,0,ids}') -> 'conflicts',
    '[{"class": "Product", "rows": 1, "violations": [{"field": "b", "rule": "min", "message": "must be at least 2", "params": {"value": 2}, "rows": 1},
                                                     {"field": "b", "rule": "multipleOf", "message": "must be a multiple of 2", "params": {"value": 2}, "rows": 1}]}]', 'a plan, too');
select is(thing.plan('shop', '[{"op": "set_rules", "class": "Product", "field": "b", "rules": {"min": 2}, "existing": "keep"}]') -> 'conflicts', '[]', 'a plan heeds keep');
select throws_ok($$ select thing.migrate('shop', '[{"op": "add_field", "class": "Product", "field": {"name": "c", "type": "text", "rules": {"required": true}}}]') $$,
    'TB032', '2 existing rows of Product break the new rules: c: is required (2)');
select lives_ok($$ select thing.migrate('shop', '[{"op": "add_field", "class": "Product", "field": {"name": "c", "type": "text", "rules": {"required": true}}, "existing": "keep"}]') $$,
    'a required field that the rows from before lack');
select throws_ok($$ insert into tenant_shop.tc_product (a, b) values (1, 1) $$, 'TB001', null, 'and new rows do not');
select * from finish();
rollback;

-- What something else needs cannot be dropped, and the error lists what needs it.
begin;
select plan(6);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Tag');
select thing.create_class('shop', 'Product', '[{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}, {"name": "c", "type": "text"}, {"name": "tag", "type": "reference", "target": "Tag"}]',
    rules => '{"checks": {"k": {"rule": "compare", "field": "a", "operator": "lt", "other": "b"}}}', uniques => '[{"name": "u", "fields": ["c"]}]');
select throws_ok($$ select thing.drop_class('shop', 'Tag') $$, 'TB034', null, 'a class that is referred to');
select throws_ok($$ select thing.drop_field('shop', 'Product', 'b') $$, 'TB034', null, 'a field that a check names');
select throws_ok($$ select thing.drop_field('shop', 'Product', 'c') $$, 'TB034', null, 'a field of a unique');
select lives_ok($$ select thing.migrate('shop', '[{"op": "set_rules", "class": "Product", "rules": {}}, {"op": "drop_unique", "class": "Product", "name": "u"},
    {"op": "drop_field", "class": "Product", "field": "b"}, {"op": "drop_field", "class": "Product", "field": "c"},
    {"op": "drop_field", "class": "Product", "field": "tag"}, {"op": "drop_class", "class": "Tag"}]') $$, 'in order, all can go');
select throws_ok($$ select thing.restore_field('shop', (select (i ->> 'id')::integer from thing.history('shop') h, jsonb_array_elements(h.inverse) i
    where h.version = 3 and i ->> 'op' = 'restore_field' limit 1)) $$, 'TB034', null, 'a reference comes back after its class');
select lives_ok($$ select thing.rollback('shop', 2) $$, 'a rollback knows the order');
select * from finish();
rollback;

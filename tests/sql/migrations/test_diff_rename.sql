-- renamedFrom renames class and field, with their values; a document with it can be applied again, or to an empty tenant.
begin;
select plan(6);
select thing.create_tenant('shop');
select thing.create_tenant('other');
select thing.create_class('shop', 'Product', '[{"name": "a", "type": "text"}, {"name": "b", "type": "text"}]');
insert into tenant_shop.tc_product (a, b) values ('1', '2');
create temp table d as select '{"classes": [{"name": "Article", "renamedFrom": "Product", "fields": [
    {"name": "b", "renamedFrom": "a", "type": "text"}, {"name": "c", "renamedFrom": "b", "type": "text"}]}]}'::jsonb as d;
select is(thing.diff('shop', d), '[{"op": "rename_class", "class": "Product", "to": "Article"},
    {"op": "rename_field", "class": "Article", "field": "b", "to": "c"}, {"op": "rename_field", "class": "Article", "field": "a", "to": "b"}]',
    'renames in an order that works') from d;
select lives_ok($$ select thing.migrate('shop', thing.diff('shop', d)) from d $$);
select is(thing.diff('shop', d), '[]', 'the same document again changes nothing') from d;
select is((select a || b from tenant_shop.tc_product), '12', 'values stay');
select is(thing.diff('other', d) #>> '{0,op}', 'create_class', 'an empty tenant gets the class') from d;
select throws_ok($$ select thing.diff('shop', '{"classes": [{"name": "X", "renamedFrom": "Article"}, {"name": "Y", "renamedFrom": "Article"}]}') $$, 'TB011', null, 'one origin, one heir');
select * from finish();
rollback;

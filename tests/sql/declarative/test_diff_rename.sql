-- renamedFrom renames class and field, with their values; a document with it can be applied again, or to an empty tenant.
begin;
select plan(14);
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
-- Several names: one document for tenants at any version.
create temp table l as select '{"classes": [{"name": "Work", "renamedFrom": ["Product", "Article"], "fields": [
    {"name": "writer", "renamedFrom": ["author", "penman"], "type": "text"}, {"name": "author", "type": "integer"}]}]}'::jsonb as d;
select is(thing.check_document(jsonb_build_object('classes', jsonb_build_array('{"name": "A", "renamedFrom": "B"}'::jsonb))) #> '{classes,0,renamedFrom}', '["B"]', 'one name is a list of one');
select thing.create_tenant('second');
select thing.create_class('second', 'Article', '[{"name": "author", "type": "text"}]');
select is(thing.diff('second', d) -> 1, '{"op": "rename_field", "class": "Work", "field": "author", "to": "writer"}', 'the one that is there') from l;
select thing.rename_field('second', 'Article', 'author', 'penman');
select is(thing.diff('second', d) #>> '{0,class}' || '.' || (thing.diff('second', d) #>> '{1,field}'), 'Article.penman', 'whichever it is') from l;
select thing.add_field('second', 'Article', 'author', 'integer');
select is(jsonb_path_query_array(thing.diff('second', d), '$[*].op'), '["rename_class", "rename_field"]', 'a name that the document has itself is no former name') from l;
select thing.migrate('second', thing.diff('second', d)) from l;
select is(thing.diff('second', d), '[]', 'and again nothing') from l;
select thing.create_class('shop', 'Product', '[]');
select throws_ok($$ select thing.diff('shop', d) from l $$, 'TB020', 'class Work is renamed from several existing ones: Product, Article', 'two of them are there');
select throws_ok($$ select thing.diff('shop', '{"classes": [{"name": "X", "renamedFrom": ["Article", "A"]}, {"name": "Y", "renamedFrom": ["B", "Article"]}]}') $$, 'TB011', null, 'one origin, one heir, in lists too');
select throws_ok($$ select thing.diff('shop', '{"classes": [{"name": "X", "fields": [{"name": "a", "type": "text", "renamedFrom": [1]}]}]}') $$, 'TB020', null, 'names are texts');
select * from finish();
rollback;

-- A statement that fails in the middle of a migration undoes all of it: metadata, tables, versions.
begin;
select plan(4);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "a", "type": "text"}]');
insert into tenant_shop.tc_product (a) values ('same'), ('same');
select throws_ok($$ select thing.migrate('shop', '[
    {"op": "create_class", "class": "First", "fields": [{"name": "x", "type": "text"}]},
    {"op": "add_field", "class": "Product", "field": {"name": "b", "type": "integer"}},
    {"op": "create_class", "class": "Second", "fields": [{"name": "p", "type": "reference", "target": "Product"}]},
    {"op": "set_rules", "class": "Product", "field": "a", "rules": {"unique": true}}]') $$, 'TB032');
select hasnt_table('tenant_shop', 'tc_first', 'the first class is not there');
select hasnt_column('tenant_shop', 'tc_product', 'b', 'nor is the field');
select is(jsonb_array_length(thing.document('shop') -> 'classes') || '/' || thing.schema_version('shop'), '1/1', 'nor any metadata or version');
select * from finish();
rollback;

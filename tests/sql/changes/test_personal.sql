-- A field that is marked personal: in the class, in all that extend it, in documents and the catalog, and taken back.
begin;
select plan(9);
select thing.create_tenant('shop');
select thing.migrate('shop', '[{"op": "create_class", "class": "Being", "fields": [
    {"name": "name", "type": "text", "personal": true}, {"name": "size", "type": "integer"}]},
    {"op": "create_class", "class": "Person", "extends": "Being"}]');
select is(array(select c.name || '.' || f.name from tenant_shop.thing_class_fields f
                  join tenant_shop.thing_classes c on c.id = f.class_id where f.personal order by 1),
    array['Being.name', 'Person.name'], 'it is inherited');
select is(thing.document('shop') #> '{classes,0,fields,0,personal}', 'true', 'the document has it');
select is(thing.document('shop') #> '{classes,0,fields,1}' ? 'personal', false, 'only where it is so');
select is(jsonb_path_query_array(thing.catalog_entries('shop', null)::jsonb, '$.classes[*].fields[*] ? (@.personal == true).name'),
    '["name", "name"]', 'the catalog has it');
select thing.alter_field('shop', 'Being', 'size', '{"personal": true}');
select is((select count(*) from tenant_shop.thing_class_fields f where f.personal), 4::bigint, 'it can be set later');
select is(thing.diff('shop', '{"classes": [{"name": "Being", "fields": [{"name": "name", "type": "text"},
        {"name": "size", "type": "integer", "personal": true}]}, {"name": "Person", "extends": "Being"}]}'),
    '[{"op": "alter_field", "class": "Being", "field": "name", "set": {"personal": false}}]', 'a document takes it away');
select thing.rollback('shop', 1);
select is((select count(*) from tenant_shop.thing_class_fields f where f.personal), 2::bigint, 'a rollback takes it back');
select throws_ok($$ select thing.migrate('shop', '[{"op": "add_field", "class": "Being", "field":
        {"name": "double", "type": "integer", "expression": "size * 2", "personal": true}}]') $$, 'TB020', null,
    'a computed field has no values of its own');
select throws_ok($$ select thing.alter_field('shop', 'Being', 'size', '{"personal": "yes"}') $$, 'TB020', null,
    'it is true or false');
select * from finish();
rollback;

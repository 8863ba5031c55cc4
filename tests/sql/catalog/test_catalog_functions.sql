-- What a server of the API reads: a head to compare, an index of names, entries with all that they need. An entry changes for every
-- reason there is, and only then.
begin;
select plan(49);
select thing.create_tenant('shop');
select thing.create_tenant('twin', limits => '{"work_mem": "5MB"}');
select is(thing.catalog_head('shop') ->> 'version', '0');
select is(thing.catalog_head('twin'), thing.catalog_head('shop'), 'empty tenants are alike');
select thing.create_class(t, 'Maker', '[{"name": "name", "type": "text", "rules": {"required": true, "maxLength": 50}}]') from unnest('{shop,twin}'::text[]) t;
select thing.create_class(t, 'Product', '[{"name": "maker", "type": "reference", "target": "Maker"}, {"name": "tags", "type": "references"}]') from unnest('{shop,twin}'::text[]) t;
select is(thing.catalog_head('twin'), thing.catalog_head('shop'), 'tenants that did the same are alike');
create function pg_temp.entry(p_name text) returns jsonb language sql as
    $$ select c from jsonb_array_elements(thing.catalog_entries('shop')::jsonb -> 'classes') c where c ->> 'name' = p_name $$;
create function pg_temp.since(p_version integer) returns jsonb language sql as
    $$ select jsonb_path_query_array(thing.catalog_index('shop', p_version)::jsonb, '$.classes[*][1]') $$;
create function pg_temp.version() returns integer language sql as $$ select thing.schema_version('shop') $$;

select is(thing.catalog_index('shop')::jsonb,
    thing.catalog_head('shop') || '{"classes": [[1, "Maker", "maker", "makers", 2, false, null], [2, "Product", "product", "products", 2, false, null]], "enums": {}, "gone": [], "entries": []}');
select is(pg_temp.entry('Maker') -> 'inverses', '[{"name": "products", "class": "Product", "classId": 2, "field": "maker"}]', 'a new reference is seen from its target');
select is((pg_temp.entry('Maker') #> '{fields,0}') - array['id', 'params'], '{"name": "name", "type": "text", "column": "name", "rules": {"required": true, "maxLength": 50},
    "messages": ["is required", "must have at most 50 characters"], "default": null, "nonNull": true, "definedIn": "Maker"}');
select is(pg_temp.entry('Product') #> '{fields,0,targetId}', '1');
select is(pg_temp.entry('Product') #> '{fields,1,nonNull}', 'false');

-- A migration that another class's entry does not depend on.
select thing.add_field('shop', 'Maker', 'city', 'text');
select is(pg_temp.since(2), '["Maker"]', 'a field more');
select is(thing.catalog_index('shop', 2)::jsonb -> 'entries', jsonb_build_array(pg_temp.entry('Maker')), 'with its entry');
select is(thing.catalog_index('shop', pg_temp.version())::jsonb, thing.catalog_head('shop') || '{"classes": [], "enums": null, "gone": [], "entries": []}', 'nothing since the present version');
select is(thing.catalog_index('shop', pg_temp.version() + 1)::jsonb, thing.catalog_head('shop') || '{"classes": [], "enums": {}, "gone": [], "entries": []}', 'nor since a later one');
select is(thing.catalog_head('shop') -> 'types', thing.catalog_types() -> 'hash');
select isnt(thing.catalog_head('shop') -> 'shape', thing.catalog_head('twin') -> 'shape');
select thing.drop_field('shop', 'Maker', 'city');
select is(thing.catalog_head('shop') -> 'shape', thing.catalog_head('twin') -> 'shape', 'the same schema has the same shape, at whatever version');
select thing.set_label('shop', 'Maker', 'Manufacturer');
select isnt(thing.catalog_head('shop') -> 'shape', thing.catalog_head('twin') -> 'shape', 'a label is part of the shape');

-- Inverses: names.
select thing.add_field('shop', 'Product', 'repairedBy', 'reference', target => 'Maker');
select is(pg_temp.since(5), '["Maker", "Product"]');
select is(jsonb_path_query_array(pg_temp.entry('Maker'), '$.inverses[*].name'), '["products", "productsByRepairedBy"]');
select throws_like($$ select thing.add_field('shop', 'Maker', 'products', 'text') $$, 'products of class Maker would be the inverse of Product.maker and a field',
    'a name is not given another meaning');
select thing.drop_field('shop', 'Product', 'maker');
select is(jsonb_path_query_array(pg_temp.entry('Maker'), '$.inverses[*].name'), '["productsByRepairedBy"]', 'a reference that is gone; the other keeps its name');
select is(thing.document('shop') #>> '{classes,1,fields,1,inverse}', 'productsByRepairedBy', 'which stands in the document, for it is not the default');
select thing.restore_field('shop', (select f.id from tenant_shop.thing_class_fields f where f.name = 'maker')), thing.drop_field('shop', 'Product', 'repairedBy');

-- A child class.
select thing.create_class('shop', 'Studio', '[{"name": "rooms", "type": "integer"}]', extends => 'Maker');
select is(pg_temp.since(pg_temp.version() - 1), '["Product", "Studio"]', 'who refers to the parent must now reach the child');
select is(pg_temp.entry('Product') #>> '{fields,0,targetTable}', 'thing_instances');
select is(pg_temp.entry('Studio') -> 'inverses', pg_temp.entry('Maker') -> 'inverses', 'a child is referred to as its parent');
select is(jsonb_path_query_array(pg_temp.entry('Studio'), '$.fields[*].definedIn'), '["Maker", "Studio"]');
select thing.create_class('shop', 'Attic', '[{"name": "lowest", "type": "integer"}]', extends => 'Studio');
select thing.add_field('shop', 'Product', 'soldAt', 'reference', target => 'Maker');
select is(pg_temp.since(pg_temp.version() - 1), '["Maker", "Product", "Studio", "Attic"]', 'a reference to a parent reaches all below');
select thing.rename_class('shop', 'Product', 'Ware');
select is(pg_temp.since(pg_temp.version() - 1), '["Maker", "Ware", "Studio", "Attic"]', 'a new name reaches who shows it as inverse');
select is(jsonb_path_query_array(pg_temp.entry('Attic'), '$.inverses[*].name'), '["products", "productsBySoldAt"]', 'but does not change those');
select thing.rename_class('shop', 'Maker', 'Firm');
select is(pg_temp.since(pg_temp.version() - 1), '["Firm", "Ware", "Studio", "Attic"]');
select is(pg_temp.entry('Attic') #>> '{fields,0,definedIn}', 'Firm', 'and who inherits a field, however far');
select thing.set_rules('shop', 'Attic', 'name', '{"required": null}');
select is(array[pg_temp.entry('Firm') #> '{fields,0,nonNull}', pg_temp.entry('Studio') #> '{fields,0,nonNull}', pg_temp.entry('Attic') #> '{fields,0,nonNull}'], '{false,false,false}'::jsonb[],
    'what a child lets be null can be null when read by its parent');
select is(pg_temp.since(pg_temp.version() - 1), '["Firm", "Studio", "Attic"]');
select thing.set_rules('shop', 'Attic', 'name', '{}');
select is(pg_temp.entry('Firm') #> '{fields,0,nonNull}', 'true');

-- A class has its parent's inverses by the same names, for it has its parent's fields in the API.
select thing.create_class('shop', 'Note', '[{"name": "on", "type": "reference", "target": "Studio"}, {"name": "by", "type": "reference", "target": "Firm"}]');
select is(jsonb_path_query_array(pg_temp.entry('Firm'), '$.inverses[*].name'), '["notes", "products", "productsBySoldAt"]');
select is(jsonb_path_query_array(pg_temp.entry('Attic'), '$.inverses[*].name'), '["notes", "products", "productsBySoldAt", "notesByOn"]', 'its own are called otherwise');
select throws_like($$ select thing.create_class('shop', 'Shed', '[{"name": "notes", "type": "text"}]', extends => 'Firm') $$,
    'notes of class Firm would be the inverse of Note.by and a field', 'nor by a field of a child');
select thing.drop_class('shop', 'Note');
select thing.purge('shop', pg_temp.version());

-- Gone and back.
select thing.drop_class('shop', 'Ware');
select is(thing.catalog_index('shop', pg_temp.version() - 1)::jsonb -> 'gone', '[2]');
select is(jsonb_path_query_array(thing.catalog_index('shop', pg_temp.version() - 1)::jsonb, '$.classes[*][0]'), '[1, 3, 4]', 'without its inverses');
select is(pg_temp.entry('Attic') -> 'inverses', '[]');
select thing.purge('shop', pg_temp.version());
select is(thing.catalog_index('shop', pg_temp.version() - 2)::jsonb -> 'gone', '[2]', 'what was purged is known to be gone too');
select thing.drop_class('shop', 'Attic');
select thing.restore_class('shop', 4);
select is(pg_temp.since(pg_temp.version() - 2), '["Attic"]');
select is(thing.catalog_index('shop', pg_temp.version() - 2)::jsonb -> 'gone', '[]');

-- Related classes come along.
select thing.create_class('shop', 'Visit', '[{"name": "at", "type": "reference", "target": "Studio"}, {"name": "after", "type": "reference", "target": "Visit"}]');
select thing.create_class('shop', 'Alone', '[]');
select is(jsonb_path_query_array(thing.catalog_entries('shop', '{7}')::jsonb, '$.classes[*].name'), '["Firm", "Studio", "Attic", "Visit"]', 'with what it refers to, above and below');
select is(jsonb_path_query_array(thing.catalog_entries('shop', '{8,99}')::jsonb, '$.classes[*].name'), '["Alone"]');
select is(thing.catalog_entries('shop', '{}')::jsonb -> 'classes', '[]');
select is((select max((c ->> 'changedVersion')::integer) from jsonb_array_elements(thing.catalog_entries('shop')::jsonb -> 'classes') c), pg_temp.version());
select is(thing.catalog('shop') -> 'classes', thing.catalog_entries('shop')::jsonb -> 'classes', 'thing.catalog shows the same');

select ok(thing.catalog_types() -> 'types' @> '[{"name": "decimal", "pgType": "numeric", "scalar": "Decimal", "searchable": false, "toJson": "to_jsonb({value}::text)"}]');
select thing.refresh_tenant('shop');
select is(pg_temp.since(pg_temp.version() - 1), '["Alone"]', 'what is as it should be is not made anew');
select * from finish();
rollback;

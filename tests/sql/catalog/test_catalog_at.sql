-- The catalog of every earlier version is known exactly, whatever has happened to its classes since, or it is refused.
begin;
select plan(27);
select thing.create_tenant('shop');
create temp table seen (version integer, catalog jsonb);
create function pg_temp.remember() returns void language sql as
    $$ insert into seen
       select (c ->> 'version')::integer, c || jsonb_build_object('enums', thing.catalog_index('shop')::jsonb -> 'enums')
         from (select thing.catalog_entries('shop')::jsonb as c) x $$;
create function pg_temp.migrate(p_operations jsonb) returns void language plpgsql as $$
begin
    perform thing.migrate('shop', p_operations);
    perform pg_temp.remember();
end $$;
create function pg_temp.wrong() returns integer[] language sql as
    $$ select coalesce(array_agg(s.version), '{}') from seen s where thing.catalog_at('shop', s.version)::jsonb <> s.catalog $$;

select pg_temp.remember();
select is(pg_temp.wrong(), '{}', 'a new tenant');
select pg_temp.migrate('[{"op": "create_class", "class": "Maker", "fields": [{"name": "name", "type": "text", "required": true}]}]');
select pg_temp.migrate('[{"op": "create_class", "class": "Product", "fields": [{"name": "maker", "type": "reference", "target": "Maker"}, {"name": "price", "type": "integer"}]}]');
select is(pg_temp.wrong(), '{}', 'a reference changes its target');
select is(jsonb_path_query_array(thing.catalog_at('shop', 1)::jsonb, '$.classes[*].name'), '["Maker"]', 'a class to come is not there');
select pg_temp.migrate('[{"op": "rename_class", "class": "Product", "to": "Item"}, {"op": "rename_field", "class": "Item", "field": "price", "to": "cost"}]');
insert into tenant_shop.tc_maker (name) values ('m');
insert into tenant_shop.tc_product (maker, price) select id, 1 from tenant_shop.tc_maker;
select pg_temp.migrate('[{"op": "alter_field", "class": "Item", "field": "cost", "set": {"type": "text"}}]');
update tenant_shop.tc_product set cost = 'no number';
select is(pg_temp.wrong(), '{}', 'values that do not convert back do not matter');
update tenant_shop.tc_product set cost = '1';
select pg_temp.migrate('[{"op": "set_rules", "class": "Maker", "field": "name", "rules": {}}]');
select is(thing.catalog_at('shop', 4)::jsonb #> '{classes,0,fields,0,nonNull}', 'true', 'what could be null then');
select pg_temp.migrate('[{"op": "drop_field", "class": "Item", "field": "maker"}]');
select pg_temp.migrate('[{"op": "drop_class", "class": "Item"}]');
select is(pg_temp.wrong(), '{}', 'a class that is dropped was there before');
select pg_temp.migrate('[{"op": "set_rules", "class": "Maker", "field": "name", "rules": {"maxLength": 9}}]');
select is(pg_temp.wrong(), '{}', 'and is not while it is dropped');
select thing.restore_class('shop', 2);
select pg_temp.remember();
select is(pg_temp.wrong(), '{}', 'nor was it when it is back');
select pg_temp.migrate('[{"op": "drop_class", "class": "Item"}, {"op": "restore_class", "id": 2}]');
select pg_temp.migrate('[{"op": "add_field", "class": "Item", "field": {"name": "more", "type": "text"}}]');
select is(pg_temp.wrong(), '{}', 'dropped and back at once');
select pg_temp.migrate('[{"op": "drop_class", "class": "Item"}, {"op": "restore_class", "id": 2}, {"op": "add_field", "class": "Item", "field": {"name": "most", "type": "text"}}]');
select is(pg_temp.wrong(), '{}', 'and altered at once');
select pg_temp.migrate('[{"op": "drop_class", "class": "Item"}, {"op": "restore_class", "id": 2}, {"op": "drop_class", "class": "Item"}]');
select is(pg_temp.wrong(), '{}', 'and dropped after all');
select thing.rollback('shop', 3);
select pg_temp.remember();
select thing.rollback('shop', 8);
select pg_temp.remember();
select is(pg_temp.wrong(), '{}', 'to and fro');
select thing.migrate('shop', '[{"op": "drop_field", "class": "Maker", "field": "name"}]');
select thing.purge('shop', thing.schema_version('shop'));
select pg_temp.remember();
select is(pg_temp.wrong(), '{}', 'purged or not');
select pg_temp.migrate('[{"op": "create_enum", "enum": "Grade", "values": ["A", "B"]},
    {"op": "create_class", "class": "Report", "fields": [{"name": "grade", "type": "select", "params": {"enum": "Grade"}}]},
    {"op": "create_class", "class": "Course", "fields": [{"name": "grades", "type": "multiselect", "params": {"enum": "Grade"}}]}]');
select pg_temp.migrate('[{"op": "drop_class", "class": "Report"}]');
select is(pg_temp.wrong(), '{}', 'an enum comes with another class');
select is((select array_agg(distinct jsonb_path_query_array(catalog, '$.enums.keyvalue().key')) from seen where catalog -> 'enums' <> '{}'),
    array['["Grade", "[Grade]"]'::jsonb], 'which it did');
select cmp_ok((select count(*) from seen), '>', 14::bigint, 'all of that was looked at');
select is(thing.catalog_at('shop', v)::jsonb ->> 'shape', thing.catalog_head('shop') ->> 'shape', 'now is a version, too') from thing.schema_version('shop') v;

select throws_ok($$select thing.catalog_at('shop', 1000)$$, 'TB031', null, 'a version to come');
select throws_ok($$select thing.catalog_at('shop', -1)$$, 'TB031', null, 'one before the first');
select throws_ok($$select thing.catalog_at('shop', null)$$, 'TB031', null, 'none');
select throws_ok($$select thing.catalog_at('nobody', 1)$$, 'TB040', null, 'nobody''s');

-- What is forgotten is refused, never made up.
update tenant_shop.thing_class_entries set since = since - 2000, until = until - 2000 where until <= 4;
select throws_ok($$select thing.catalog_at('shop', 3)$$, 'TB036', null, 'what is no longer known is refused');
select lives_ok($$select thing.catalog_at('shop', 4)$$, 'what is, is not');
select thing.set_label('shop', 'Maker', 'Manufacturer');
select is((select count(*) from tenant_shop.thing_class_entries where until < 0), 0::bigint, 'what was replaced long ago is forgotten');
update tenant_shop.schema_versions set shape = null where version = 1;
select throws_ok($$select thing.catalog_at('shop', 1)$$, 'TB036', null, 'a version of an older core');
select ok(not has_table_privilege('tenant_shop', 'tenant_shop.thing_class_entries', 'select'), 'its role reads it through the function alone');
select ok(has_function_privilege('tenant_shop', 'thing.catalog_at(text, integer)', 'execute'), 'which it may call');

select * from finish();
rollback;

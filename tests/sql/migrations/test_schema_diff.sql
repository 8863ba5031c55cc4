-- The net difference of two versions, and the event of one: what folds, what it means, what is concerned.
begin;
select plan(45);
select thing.create_tenant('shop');
select thing.migrate('shop', '[
    {"op": "create_class", "class": "Party", "abstract": true, "fields": [{"name": "title", "type": "text"}]},
    {"op": "create_class", "class": "Person", "extends": "Party", "fields": [{"name": "born", "type": "date"}]},
    {"op": "create_class", "class": "Product", "fields": [{"name": "name", "type": "text"}, {"name": "price", "type": "integer"}, {"name": "sku", "type": "text"}]}]');

-- What is different between a version and now, without what stands in every diff.
create function pg_temp.net(p_from integer, p_to integer default null) returns text language sql as $$
    select string_agg(concat_ws(' ', c ->> 'kind', c ->> 'class' || coalesce('.' || (c ->> 'field'), ''), '-> ' || (c ->> 'to')), ', ' order by n)
      from jsonb_array_elements(thing.schema_diff('shop', p_from, p_to) -> 'changes') with ordinality c (c, n)
$$;
create function pg_temp.event(p_version integer) returns jsonb language sql set search_path = tenant_shop, pg_temp as $$
    select thing.schema_event(p_version)
$$;
create function pg_temp.migrate(p_operations text) returns integer language sql as $$
    select (thing.migrate('shop', p_operations::jsonb) ->> 'version')::integer
$$;

select is(thing.schema_diff('shop', 1), '{"from": 1, "to": 1, "changes": [], "impact": "SAFE", "breaking": [], "dangerous": [], "safe": [],
    "classes": [], "fields": [], "operations": []}', 'a version and itself do not differ');
select is(pg_temp.net(0), 'CLASS_ADDED Party, CLASS_ADDED Person, CLASS_ADDED Product', 'all is new since the beginning');
select throws_ok($$select thing.schema_diff('shop', 1, 2)$$, 'TB031', null, 'a version to come');
select throws_ok($$select thing.schema_diff('shop', -1)$$, 'TB031', null, 'one before the first');
select throws_ok($$select thing.schema_diff('shop', null)$$, 'TB031', null, 'none');
select throws_ok($$select thing.schema_diff('shop', 1, 0)$$, 'TB020', null, 'the later one first');

-- fields
select is(pg_temp.migrate('[{"op": "add_field", "class": "Product", "field": {"name": "a", "type": "text"}}]'), 2, 'added');
select pg_temp.migrate('[{"op": "rename_field", "class": "Product", "field": "a", "to": "b"}]');
select pg_temp.migrate('[{"op": "rename_field", "class": "Product", "field": "b", "to": "c"}]');
select is(pg_temp.net(1), 'FIELD_ADDED Product.c', 'added and renamed: added by its last name');
select is(pg_temp.net(2), 'FIELD_RENAMED Product.a -> c', 'renamed twice: renamed once');
select is(pg_temp.net(2, 3), 'FIELD_RENAMED Product.a -> b', 'up to a version between');
select is(thing.schema_diff('shop', 2) -> 'fields', '["Product.a", "Product.c"]', 'fields by their names before and after');
select pg_temp.migrate('[{"op": "alter_field", "class": "Product", "field": "c", "set": {"type": "integer"}}]');
select is(pg_temp.net(1), 'FIELD_ADDED Product.c', 'the type of what is new is no change');
select is(pg_temp.net(2), 'FIELD_RENAMED Product.a -> c, FIELD_TYPE_CHANGED Product.c -> integer', 'of what was there, it is');
select pg_temp.migrate('[{"op": "rename_field", "class": "Product", "field": "c", "to": "a"}, {"op": "alter_field", "class": "Product", "field": "a", "set": {"type": "text"}}]');
select is(pg_temp.net(2), 'FIELD_TYPE_CHANGED Product.a -> text', 'a name that is again what it was is none; of a type, parameters may differ');
select is(thing.schema_diff('shop', 2) ->> 'impact', 'DANGEROUS', 'which is no longer breaking');
select pg_temp.migrate('[{"op": "drop_field", "class": "Product", "field": "a"}]');
select is(pg_temp.net(1), null, 'added and dropped: nothing');
select is(pg_temp.net(3), 'FIELD_DROPPED Product.b', 'dropped by the name that it had');
select pg_temp.migrate('[{"op": "add_field", "class": "Product", "field": {"name": "a", "type": "date"}}]');
select is(pg_temp.net(2), 'FIELD_DROPPED Product.a, FIELD_ADDED Product.a', 'another field of the same name is another field');
select pg_temp.migrate('[{"op": "drop_field", "class": "Product", "field": "a"}]');
select thing.restore_field('shop', (select f.id from tenant_shop.thing_class_fields f where f.name = 'a' and f.type = 'text' and f.pending is null));
select is(pg_temp.net(2), 'FIELD_TYPE_CHANGED Product.a -> text', 'what is restored was never dropped, and is as altered as it was');

-- classes
select is(pg_temp.migrate('[{"op": "rename_class", "class": "Product", "to": "Item"}, {"op": "rename_field", "class": "Item", "field": "price", "to": "cost"}]'), 11, 'renamed');
select is(pg_temp.net(10), 'CLASS_RENAMED Product -> Item, FIELD_RENAMED Item.price -> cost', 'fields by what their class is called now');
select is(thing.schema_diff('shop', 10) -> 'classes', '["Item", "Product"]', 'classes by their names before and after');
select ok(thing.schema_diff('shop', 10) -> 'operations' @> '["product", "items", "itemsAggregate", "createProduct", "upsertItems", "deleteItem", "itemChanged"]', 'and their root fields');
select pg_temp.migrate('[{"op": "create_class", "class": "Product"}]');
select pg_temp.migrate('[{"op": "add_field", "class": "Product", "field": {"name": "x", "type": "text"}}, {"op": "rename_class", "class": "Product", "to": "Ware"}]');
select is(pg_temp.net(11), 'CLASS_ADDED Ware', 'all of a new class is new');
select is(pg_temp.net(10), 'CLASS_RENAMED Product -> Item, FIELD_RENAMED Item.price -> cost, CLASS_ADDED Ware', 'a name can have been another''s');
select pg_temp.migrate('[{"op": "drop_class", "class": "Ware"}]');
select is(pg_temp.net(11), null, 'new and dropped: nothing');
select pg_temp.migrate('[{"op": "drop_class", "class": "Item"}]');
select is(pg_temp.net(10), 'CLASS_DROPPED Product', 'a class goes with all that had changed, by the name that it had');
select thing.restore_class('shop', 3);
select is(pg_temp.net(10), 'CLASS_RENAMED Product -> Item, FIELD_RENAMED Item.price -> cost', 'and comes back with it');
select is(pg_temp.net(15), 'CLASS_ADDED Item', 'who has not known it finds it new');
select thing.rollback('shop', 10);
select is(pg_temp.net(10), null, 'gone back: nothing');
select is(pg_temp.net(10, 16), 'CLASS_RENAMED Product -> Item, FIELD_RENAMED Item.price -> cost', 'what was in between is not forgotten');
select is(pg_temp.net(11), 'FIELD_RENAMED Product.cost -> price, CLASS_RENAMED Item -> Product', 'gone back beyond: what was undone');

-- rules and uniques
select pg_temp.migrate('[{"op": "set_rules", "class": "Product", "field": "name", "rules": {"minLength": 2}}, {"op": "add_unique", "class": "Product", "name": "u", "fields": ["name", "sku"]}]');
select is(pg_temp.net(17), 'RULES_CHANGED Product.name -> {"minLength": 2}, UNIQUE_ADDED Product', 'rules by what they are now');
select pg_temp.migrate('[{"op": "set_rules", "class": "Product", "field": "name", "rules": {"minLength": 3}}, {"op": "drop_unique", "class": "Product", "name": "u"}]');
select is(thing.schema_diff('shop', 17) -> 'dangerous',
    '[{"kind": "RULES_CHANGED", "class": "Product", "field": "name", "from": {}, "to": {"minLength": 3}, "impact": "DANGEROUS"}]', 'changed twice: from first to last');
select pg_temp.migrate('[{"op": "set_rules", "class": "Product", "field": "name", "rules": {}}, {"op": "alter_field", "class": "Product", "field": "name", "set": {"label": "Name"}}]');
select pg_temp.migrate('[{"op": "alter_field", "class": "Product", "field": "name", "set": {"description": "What it is called."}}]');
select is(thing.schema_diff('shop', 17) -> 'safe', '[{"kind": "FIELD_CHANGED", "class": "Product", "field": "name", "impact": "SAFE",
    "set": {"label": "Name", "description": "What it is called."}}]', 'rules as they were are no change; what is set adds up');

-- the event of a version
select pg_temp.migrate('[{"op": "drop_field", "class": "Party", "field": "title"}]');
select is(thing.schema_diff('shop', 21) -> 'fields', '["Party.title", "Person.title"]', 'what a class has, those that extend it have');
select is(pg_temp.event(22) - 'operations', '{"version": 22, "oldVersion": 21, "author": "postgres", "reverts": null, "impact": "BREAKING",
    "changes": [{"kind": "FIELD_DROPPED", "class": "Party", "field": "title", "impact": "BREAKING"}],
    "breaking": [{"kind": "FIELD_DROPPED", "class": "Party", "field": "title", "impact": "BREAKING"}], "dangerous": [], "safe": [],
    "classes": ["Party", "Person"], "fields": ["Party.title", "Person.title"]}', 'the event of a version says what it means');
select thing.purge('shop', 22);
select is(pg_temp.net(22), null, 'what is purged was gone already');
select is(pg_temp.event(23) ->> 'impact', 'SAFE', 'its event is safe');
select is(thing.schema_diff('shop', 17) ->> 'impact', 'BREAKING', 'the worst counts');

-- options that go and come back
create function pg_temp.options(p_values jsonb) returns integer language sql
    return pg_temp.migrate(jsonb_build_array(jsonb_build_object('op', 'alter_field', 'class', 'Shirt', 'field', 'size', 'set', jsonb_build_object('type', 'select', 'params', jsonb_build_object('values', p_values))))::text);
create temp table shirt as select pg_temp.migrate('[{"op": "create_class", "class": "Shirt", "fields": [{"name": "size", "type": "select", "values": ["S", "M"]}]}]') as version;
select pg_temp.options('["S"]');
select is(thing.schema_diff('shop', version) ->> 'impact', 'BREAKING', 'an option is gone') from shirt;
select pg_temp.options('["M", "L", "S"]');
select is(thing.schema_diff('shop', version) ->> 'impact', 'DANGEROUS', 'it is back') from shirt;
select pg_temp.options('["L"]');
select is(thing.schema_diff('shop', version) #> '{changes,0,optionsGone}', '["M", "S"]', 'which are gone in all') from shirt;
-- rules that were lifted, set and lifted again
create temp table lifted as select pg_temp.migrate('[{"op": "set_rules", "class": "Shirt", "field": "size", "rules": {"required": true}}]') as version;
select pg_temp.migrate('[{"op": "set_rules", "class": "Shirt", "field": "size", "rules": {}}]');
select pg_temp.migrate('[{"op": "set_rules", "class": "Shirt", "field": "size", "rules": {"required": true}}, {"op": "set_rules", "class": "Shirt", "field": "size", "rules": {}}]');
select is(thing.schema_diff('shop', version) ->> 'impact', 'BREAKING', 'what could not be null can be, whatever lay between') from lifted;
-- rules for all fields of a class, given twice
create temp table twice as select pg_temp.migrate('[{"op": "set_rules", "class": "Shirt", "rules": {"fields": {"required": true}}, "existing": "keep"},
    {"op": "set_rules", "class": "Shirt", "rules": {"fields": {"required": true}}, "existing": "keep"}]') as version;
select is((thing.schema_diff('shop', (select version - 1 from twice)) ->> 'impact'), 'BREAKING', 'what was optional is required');
select * from finish();
rollback;

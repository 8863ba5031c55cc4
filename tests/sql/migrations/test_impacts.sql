-- How much a change matters to clients: what breaks operations or inputs is BREAKING.
begin;
select plan(30);
select thing.create_tenant('shop');
select thing.migrate('shop', '[{"op": "create_class", "class": "Product", "fields": [
    {"name": "name", "type": "text", "searchable": true}, {"name": "price", "type": "integer", "default": 1},
    {"name": "sku", "type": "text", "rules": {"unique": true}},
    {"name": "size", "type": "integer", "required": true, "default": 1},
    {"name": "state", "type": "select", "values": ["OLD", "NEW"]}]}]');
create function pg_temp.impact(p_operation text) returns text language sql as $$
    select thing.plan('shop', jsonb_build_array('{"class": "Product"}' || p_operation::jsonb)) #>> '{diff,0,impact}'
$$;
create function pg_temp.altered(p_field text, p_set text) returns text language sql as $$
    select pg_temp.impact(format('{"op": "alter_field", "field": "%s", "set": %s}', p_field, p_set))
$$;
create function pg_temp.ruled(p_field text, p_rules text) returns text language sql as $$
    select pg_temp.impact(format('{"op": "set_rules", "field": "%s", "rules": %s}', p_field, p_rules))
$$;

select is(pg_temp.altered('name', '{"label": "Name"}'), 'SAFE', 'a label');
select is(pg_temp.altered('name', '{"searchable": true}'), 'SAFE', 'search as it was');
select is(pg_temp.altered('name', '{"searchable": false}'), 'BREAKING', 'no more search');
select is(pg_temp.altered('sku', '{"searchable": true}'), 'BREAKING', 'search: the filter is of another type');
select is(pg_temp.altered('price', '{"default": null}'), 'SAFE', 'no default, which nobody needs');
select is(pg_temp.altered('size', '{"default": 2}'), 'SAFE', 'another default');
select is(pg_temp.altered('size', '{"default": null}'), 'BREAKING', 'no default for what is required');

select is(pg_temp.ruled('name', '{"required": true}'), 'BREAKING', 'required');
select is(pg_temp.ruled('name', '{"required": {"value": true, "message": "must be there"}}'), 'BREAKING', 'required, in other words');
select is(pg_temp.ruled('price', '{"required": true}'), 'DANGEROUS', 'required, with a default');
select is(pg_temp.ruled('size', '{}'), 'BREAKING', 'no more required: can be null');
select is(pg_temp.ruled('size', '{"required": true, "min": 1}'), 'DANGEROUS', 'required as it was');
select is(pg_temp.ruled('sku', '{}'), 'BREAKING', 'no more unique');
select is(pg_temp.ruled('name', '{"unique": true}'), 'DANGEROUS', 'unique');

select is(pg_temp.altered('state', '{"params": {"values": ["OLD", "NEW", "USED"]}}'), 'DANGEROUS', 'one more value');
select is(pg_temp.altered('state', '{"params": {"values": ["NEW", "USED"]}}'), 'BREAKING', 'a value gone');
select is(pg_temp.altered('state', '{"type": "text"}'), 'BREAKING', 'an enum that is none');
select is(pg_temp.altered('sku', '{"type": "url"}'), 'DANGEROUS', 'another type of the same values');

select thing.migrate('shop', '[{"op": "add_unique", "class": "Product", "name": "both", "fields": ["name", "size"]}]');
select is(pg_temp.impact('{"op": "drop_unique", "name": "both"}'), 'BREAKING', 'no combination to upsert by');
select throws_ok($$select pg_temp.impact('{"op": "add_unique", "name": "sku", "fields": ["name", "size"]}')$$, 'TB011', null, 'called like a unique field');
select throws_ok($$select thing.migrate('shop', '[{"op": "add_unique", "class": "Product", "name": "size", "fields": ["name", "state"]},
    {"op": "set_rules", "class": "Product", "field": "size", "rules": {"required": true, "unique": true}}]')$$, 'TB011', null, 'a field that becomes unique, too');
select thing.migrate('shop', '[{"op": "create_class", "class": "Base", "abstract": true, "fields": [{"name": "a", "type": "text", "rules": {"unique": true}}, {"name": "b", "type": "text"}],
    "uniques": [{"name": "both", "fields": ["a", "b"]}]}]');
select is(thing.plan('shop', '[{"op": "set_rules", "class": "Base", "field": "a", "rules": {}}]') #>> '{diff,0,impact}', 'BREAKING', 'of an abstract class');
select is(thing.plan('shop', '[{"op": "drop_unique", "class": "Base", "name": "both"}]') #>> '{diff,0,impact}', 'BREAKING', 'a combination of an abstract class');

-- of several versions
create function pg_temp.net(p_field text, variadic p_operations text[]) returns text language plpgsql as $$
declare
    v_from integer := thing.schema_version('shop');
begin
    for i in 1 .. cardinality(p_operations) loop
        perform thing.migrate('shop', jsonb_build_array(jsonb_build_object('class', 'Product', 'field', p_field) || p_operations[i]::jsonb));
    end loop;
    return thing.schema_diff('shop', v_from) #>> '{changes,0,impact}';
end
$$;
select is(pg_temp.net('name', '{"op": "alter_field", "set": {"searchable": false}}', '{"op": "alter_field", "set": {"label": "Name"}}'), 'BREAKING', 'the worst counts');
select is(pg_temp.net('sku', '{"op": "alter_field", "set": {"searchable": true}}', '{"op": "alter_field", "set": {"searchable": false}}',
    '{"op": "alter_field", "set": {"searchable": true}}'), 'BREAKING', 'it is of another type in the end');
select is(pg_temp.net('name', '{"op": "set_rules", "rules": {"required": true}}', '{"op": "set_rules", "rules": {"required": true, "minLength": 1}}'), 'BREAKING', 'required');
select is(pg_temp.net('name', '{"op": "set_rules", "rules": {}}', '{"op": "set_rules", "rules": {"required": true}}', '{"op": "set_rules", "rules": {"minLength": 2}}'),
    'BREAKING', 'no more required in the end');
select is(pg_temp.net('name', '{"op": "set_rules", "rules": {"required": true}}', '{"op": "set_rules", "rules": {"minLength": 3}}'), 'DANGEROUS', 'required meanwhile');
select is(pg_temp.net('state', '{"op": "alter_field", "set": {"params": {"values": ["NEW", "USED"]}}}', '{"op": "alter_field", "set": {"params": {"values": ["NEW", "USED", "ODD"]}}}'),
    'BREAKING', 'a value gone');
select is(pg_temp.net('price', '{"op": "alter_field", "set": {"type": "text"}}', '{"op": "alter_field", "set": {"type": "integer"}}'), 'DANGEROUS', 'a type to and fro');
select * from finish();
rollback;

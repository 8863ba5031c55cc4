-- thing.validate: the dry run of an insert, and with an id of an update.
begin;
select plan(16);
select thing.create_tenant('rt');
select thing.migrate('rt', '[
    {"op": "create_class", "class": "Maker", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Product", "fields": [
        {"name": "name", "type": "text", "rules": {"required": true, "minLength": 2}}, {"name": "sku", "type": "text", "rules": {"unique": {"value": true, "message": "is taken"}}},
        {"name": "price", "type": "decimal", "params": {"precision": 6, "scale": 2}, "rules": {"max": 1000}}, {"name": "state", "type": "text", "default": "new", "rules": {"required": true}},
        {"name": "maker", "type": "reference", "target": "Maker"}, {"name": "parts", "type": "references", "target": "Product"}, {"name": "due", "type": "date", "rules": {"min": "today"}}]},
    {"op": "add_unique", "class": "Product", "name": "nameState", "fields": ["name", "state"]}]');
create function pg_temp.broken(p_values jsonb, p_id uuid default null) returns text language sql as $$
    select coalesce(string_agg((v ->> 'field') || ' ' || (v ->> 'rule'), ', '), 'none') from jsonb_array_elements(thing.validate('rt', 'Product', p_values, p_id)) v
$$;
insert into tenant_rt.tc_maker (id, name) values ('00000000-0000-7000-8000-000000000001', 'ACME');
insert into tenant_rt.tc_product (id, name, sku, due) values ('00000000-0000-7000-8000-000000000002', 'one', 's1', '2999-01-01');
select is(pg_temp.broken('{"name": "ok"}'), 'none', 'good; the default fills in the required state');
select is(pg_temp.broken('{}'), 'name required', 'what is missing');
select is(pg_temp.broken('{"name": "x", "state": null}'), 'name minLength, state required', 'an explicit null is not the default');
select is(pg_temp.broken('{"name": 5, "price": 2000, "due": "soon"}'), 'name type, due type, price max', 'types; a field of the wrong type is reported once');
select is(pg_temp.broken('{"name": "ok", "price": 12345}'), 'price max, price wholeDigits', 'a number with too many digits');
select is(pg_temp.broken('{"name": "ok", "price": 1.004}'), 'price scale', 'a number that would be rounded');
select is(pg_temp.broken('{"name": "ok", "nope": 1, "version": 2}'), 'nope unknownField, version readOnly', 'names');
select is(pg_temp.broken('{"name": "two", "sku": "s1"}'), 'sku unique', 'a value that is taken');
select is(thing.validate('rt', 'Product', '{"name": "two", "sku": "s1"}') -> 0 ->> 'message', 'is taken', 'with its own message');
select is(thing.validate('rt', 'Product', '{"name": "one"}') -> 0 -> 'params', '{"unique": "nameState"}', 'a combination that is taken');
select is(pg_temp.broken('{"name": "two", "maker": "00000000-0000-7000-8000-000000000001", "parts": ["00000000-0000-7000-8000-000000000002"]}'), 'none', 'references to what exists');
select is(pg_temp.broken('{"name": "two", "maker": "00000000-0000-7000-8000-000000000002", "parts": ["00000000-0000-7000-8000-000000000009"]}'), 'maker reference, parts reference', 'to another class; to nothing');
select is(pg_temp.broken('{"sku": "s1"}', '00000000-0000-7000-8000-000000000002'), 'none', 'an update keeps the rest, and does not clash with itself');
select is(pg_temp.broken('{"name": null}', '00000000-0000-7000-8000-000000000002'), 'name required', 'an update that takes a required value away');
select throws_ok($$ select thing.validate('rt', 'Product', '{}', '00000000-0000-7000-8000-000000000009') $$, 'TB060', null, 'an update of nothing');
select throws_ok($$ select thing.validate('rt', 'Product', '[]') $$, 'TB020', 'values must be an object of field: value', 'no object');
select * from finish();
rollback;

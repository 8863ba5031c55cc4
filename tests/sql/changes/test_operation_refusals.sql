-- Malformed operations are refused by type before anything happens.
begin;
select plan(29);
select thing.create_tenant('shop');
select thing.create_class('shop', 'A', '[{"name": "x", "type": "text"}]');
create temp table bad (n serial, code text, operations jsonb);
insert into bad (code, operations) values
    ('TB020', '{}'), ('TB020', '[]'), ('TB020', 'null'), ('TB020', '[1]'), ('TB020', '[{}]'), ('TB020', '[{"op": "explode"}]'), ('TB020', '[{"op": 7}]'),
    ('TB020', '[{"op": "create_class"}]'), ('TB020', '[{"op": "create_class", "class": "B", "size": 1}]'), ('TB020', '[{"op": "create_class", "class": 1}]'),
    ('TB020', '[{"op": "create_class", "class": "B", "fields": {}}]'), ('TB020', '[{"op": "create_class", "class": "B", "fields": [1]}]'),
    ('TB020', '[{"op": "add_field", "class": "A", "field": "y"}]'), ('TB020', '[{"op": "add_field", "class": "A", "field": {"name": "y"}}]'),
    ('TB023', '[{"op": "add_field", "class": "A", "field": {"name": "y", "type": "wat"}}]'),
    ('TB020', '[{"op": "add_field", "class": "A", "field": {"name": "y", "type": "text", "required": "yes"}}]'),
    ('TB020', '[{"op": "add_field", "class": "A", "field": {"name": "y", "type": "text", "target": "A"}}]'),
    ('TB020', '[{"op": "add_field", "class": "A", "field": {"name": "y", "type": "reference", "onDelete": "explode"}}]'),
    ('TB020', '[{"op": "add_field", "class": "A", "field": {"name": "y", "type": "json", "searchable": true}}]'),
    ('TB021', '[{"op": "drop_class", "class": "Nope"}]'), ('TB022', '[{"op": "drop_field", "class": "A", "field": "nope"}]'),
    ('TB020', '[{"op": "alter_class", "class": "A", "set": {}}]'), ('TB020', '[{"op": "alter_class", "class": "A", "set": {"label": 7}}]'),
    ('TB020', '[{"op": "alter_class", "class": "A", "set": {"abstract": true}}]'),
    ('TB020', '[{"op": "add_unique", "class": "A", "name": "u", "fields": []}]'), ('TB020', '[{"op": "add_unique", "class": "A", "name": "u", "fields": ["x", "x"]}]'),
    ('TB021', '[{"op": "restore_class", "id": 99}]'), ('TB022', '[{"op": "restore_field", "id": 99}]');
select throws_ok(format('select thing.migrate(''shop'', %L)', operations), code, null, operations::text) from bad order by n;
select is(thing.schema_version('shop'), 1, 'nothing was changed');
select * from finish();
rollback;

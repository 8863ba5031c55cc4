-- A document that makes no sense is refused as a whole, each mistake by its own type.
begin;
select plan(22);
select thing.create_tenant('shop');
create temp table bad (n serial, code text, document jsonb, why text);
insert into bad (code, document, why) values
    ('TB020', '[]', 'a list'), ('TB020', '{}', 'no classes'), ('TB020', '{"classes": [], "more": 1}', 'an unknown key'),
    ('TB020', '{"classes": [7]}', 'a class that is a number'), ('TB020', '{"classes": [{"name": "A", "colour": 1}]}', 'an unknown key of a class'),
    ('TB010', '{"classes": [{}]}', 'no name'), ('TB010', '{"classes": [{"name": "A B"}]}', 'a bad name'), ('TB012', '{"classes": [{"name": "Query"}]}', 'a reserved name'),
    ('TB011', '{"classes": [{"name": "A"}, {"name": "A"}]}', 'a class twice'),
    ('TB011', '{"classes": [{"name": "A", "fields": [{"name": "x", "type": "text"}, {"name": "x", "type": "text"}]}]}', 'a field twice'),
    ('TB011', '{"classes": [{"name": "A", "fields": [{"name": "x", "type": "text"}]}, {"name": "B", "extends": "A", "fields": [{"name": "x", "type": "text"}]}]}', 'a field of the parent again'),
    ('TB023', '{"classes": [{"name": "A", "fields": [{"name": "x", "type": "rune"}]}]}', 'an unknown type'),
    ('TB021', '{"classes": [{"name": "A", "extends": "B"}]}', 'an unknown parent'),
    ('TB021', '{"classes": [{"name": "A", "fields": [{"name": "x", "type": "reference", "target": "B"}]}]}', 'an unknown target'),
    ('TB022', '{"classes": [{"name": "A", "uniques": [{"name": "u", "fields": ["x"]}]}]}', 'an unknown field in a unique'),
    ('TB022', '{"classes": [{"name": "A", "fields": [{"name": "x", "type": "text"}], "overrides": [{"name": "x", "rules": {}}]}]}', 'an override of an own field'),
    ('TB011', '{"classes": [{"name": "A", "fields": [{"name": "x", "type": "text"}], "uniques": [{"name": "u", "fields": ["x"]}, {"name": "u", "fields": ["x"]}]}]}', 'a unique twice'),
    ('TB020', '{"classes": [{"name": "A", "fields": {}}]}', 'fields that are no list'),
    ('TB024', '{"classes": [{"name": "A", "fields": [{"name": "x", "type": "text", "rules": {"shiny": true}}]}]}', 'an unknown rule'),
    ('TB028', '{"classes": [{"name": "A", "fields": [{"name": "x", "type": "integer", "default": "no"}]}]}', 'a default of another type'),
    ('TB035', '{"classes": [{"name": "A", "extends": "A"}]}', 'a class that extends itself');
select throws_ok(format('select thing.diff(''shop'', %L)', document), code, null, why) from bad order by n;
select is(thing.schema_version('shop'), 0, 'nothing was changed');
select * from finish();
rollback;

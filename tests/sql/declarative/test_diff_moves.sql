-- Orders that only work one way: a field that moves between parent and child, classes dropped in a circle, a type with new rules.
begin;
select plan(10);
select thing.create_tenant('shop');
select thing.create_class('shop', 'P', '[{"name": "up", "type": "text"}]');
select thing.create_class('shop', 'C', '[{"name": "down", "type": "text"}]', extends => 'P', uniques => '[{"name": "u", "fields": ["up", "down"]}]');
create temp table d (n integer, d jsonb);
insert into d values (1, '{"classes": [{"name": "P", "fields": [{"name": "down", "type": "text"}]}, {"name": "C", "extends": "P", "fields": [{"name": "up", "type": "text"}],
    "uniques": [{"name": "u", "fields": ["up", "down"]}]}]}');
select lives_ok($$ select thing.migrate('shop', thing.diff('shop', d)) from d where n = 1 $$, 'fields change places');
select is(thing.diff('shop', d), '[]') from d where n = 1;
insert into d values (2, '{"classes": [{"name": "A", "fields": [{"name": "b", "type": "reference", "target": "B"}], "uniques": [{"name": "u", "fields": ["b"]}]},
    {"name": "B", "fields": [{"name": "a", "type": "reference", "target": "A"}]},
    {"name": "S", "extends": "B", "fields": [{"name": "c", "type": "reference", "target": "S"}], "uniques": [{"name": "w", "fields": ["a", "c"]}]}]}');
select lives_ok($$ select thing.migrate('shop', thing.diff('shop', d)) from d where n = 2 $$, 'new classes refer to one another');
select is(thing.diff('shop', d), '[]') from d where n = 2;
insert into d values (3, '{"classes": [{"name": "A", "renamedFrom": "S0", "fields": [{"name": "n", "type": "integer"}]}]}');
select lives_ok($$ select thing.migrate('shop', thing.diff('shop', d)) from d where n = 3 $$, 'and are dropped from their circle');
select is(thing.diff('shop', d), '[]') from d where n = 3;
select lives_ok($$ select thing.migrate('shop', thing.diff('shop', '{"classes": []}')) $$, 'an empty document drops everything');
select is(thing.document('shop'), '{"classes": []}', 'and nothing is left');
select lives_ok($$ select thing.migrate('shop', thing.diff('shop', jsonb_set(jsonb_set(d, '{classes,0,rules}', '{"checks": {"some": {"rule": "requiredIf", "field": "b", "if": {"field": "n", "oneOf": ["x"]}}}}'), '{classes,0,fields,1}', '{"name": "n", "type": "text"}'))) from d where n = 2 $$,
    'a unique and a check name a field of a circle');
select lives_ok($$ select thing.migrate('shop', thing.diff('shop', '{"classes": []}')) $$, 'and go before it');
select * from finish();
rollback;

-- value |= rules, value |! rules.
begin;
select plan(9);
select ok('"ab"'::jsonb operator(thing.|=) '{"minLength": 2}', 'a text');
select ok(not '"a"'::jsonb operator(thing.|=) '{"minLength": 2}', 'a text too short');
select ok(not '5'::jsonb operator(thing.|=) '{"max": 3}', 'a number');
select ok('[1, 2]'::jsonb operator(thing.|=) '{"minItems": 2}', 'an array');
select ok('null'::jsonb operator(thing.|=) '{"minLength": 2}', 'no value');
select ok(not '"2024-01-01"'::jsonb operator(thing.|=) '{"type": "date", "max": "2023-01-01"}', 'with a type');
select is('"a"'::jsonb operator(thing.|!) '{"minLength": 2, "format": {"value": "email", "message": "no mail"}}',
    '[{"field": null, "rule": "minLength", "message": "must have at least 2 characters", "params": {"value": 2}}, {"field": null, "rule": "format", "message": "no mail", "params": {"value": "email"}}]', 'the violations');
select is(('"x"'::jsonb operator(thing.|!) '{"type": "integer"}') -> 0 ->> 'rule', 'type', 'another type');
select throws_ok($$ select '"a"'::jsonb operator(thing.|=) '{"nope": 1}' $$, 'TB024', null, 'unknown rules');
select * from finish();
rollback;

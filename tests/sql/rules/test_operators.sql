-- value |= rules, value |! rules.
begin;
select plan(16);
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
select throws_ok(format('select %L::jsonb operator(thing.|=) %L', value, rules), state, null, format('%s |= %s', value, rules))
  from (values ('"a"', '{"minLength": "1) or pg_sleep(9) is null --"}', 'TB025'), ('"a"', '{"precision": {"precision": 1}}', 'TB025'), ('1', '{"precision": {"precision": "1; x"}}', 'TB025'),
               ('"a"', '{"format": "nope"}', 'TB025'), ('"a"', '{"pattern": "(a)\\1"}', 'TB026'), ('"a"', '{"type": "text; x"}', 'TB023'), ('5', '{"min": "x"}', 'TB025')) t (value, rules, state);
select * from finish();
rollback;

-- Every field rule: values that keep it, values that break it, its message.
begin;
create temporary table cases (type text, rule text, argument jsonb, good jsonb, bad jsonb, message text);
insert into cases values
    ('text', 'minLength', '2', '["ab", "\u00e9\u00e9", "\ud83d\ude00\ud83d\ude00"]', '["", "a", "\ud83d\ude00"]', 'must have at least 2 characters'),
    ('text', 'minLength', '1', '["a"]', '[""]', 'must have at least 1 character'),
    ('text', 'maxLength', '2', '["", "ab", "\ud83d\ude00\ud83d\ude00"]', '["abc"]', 'must have at most 2 characters'),
    ('text', 'pattern', '"^[a-z]+$"', '["abc"]', '["", "abc\n", "aBc", "\u00e9"]', 'must match the pattern ^[a-z]+$'),
    ('text', 'pattern', '"(?i)^ab$"', '["AB", "ab"]', '["abc"]', 'must match the pattern (?i)^ab$'),
    ('text', 'pattern', '"^\\w$"', '["a", "_", "1"]', '["\u00e9", "-"]', 'must match the pattern ^\w$'),
    ('text', 'format', '"email"', '["a@b.co"]', '["a"]', 'must be an e-mail address'),
    ('text', 'oneOf', '["a", "{b}", "c,d", "\"", "null"]', '["a", "{b}", "c,d", "\"", "null"]', '["", "b", "c"]', 'must be one of a, {b}, c,d, ", null'),
    ('integer', 'min', '3', '[3, 4]', '[2, -2147483648]', 'must be at least 3'),
    ('integer', 'max', '-3', '[-3, -4]', '[-2, 0]', 'must be at most -3'),
    ('integer', 'exclusiveMin', '3', '[4]', '[3]', 'must be greater than 3'),
    ('integer', 'exclusiveMax', '3', '[2]', '[3]', 'must be less than 3'),
    ('integer', 'multipleOf', '3', '[0, 3, -6]', '[1, -2]', 'must be a multiple of 3'),
    ('integer', 'oneOf', '[1, 2]', '[1, 2]', '[3]', 'must be one of 1, 2'),
    ('bigint', 'max', '"9007199254740992"', '["9007199254740992"]', '["9007199254740993"]', 'must be at most 9007199254740992'),
    ('decimal', 'min', '0.1', '[0.1, "0.10"]', '["0.09999999999999999999999999"]', 'must be at least 0.1'),
    ('decimal', 'multipleOf', '0.1', '[0.3, -0.7, 0]', '[0.35]', 'must be a multiple of 0.1'),
    ('decimal', 'precision', '{"precision": 4, "scale": 2}', '[99.99, "1.2300", 0, -99.9]', '[100, 0.001, -100.5]', 'must have at most 4 digits, 2 of them after the point'),
    ('decimal', 'precision', '{"precision": 2}', '[99, "5.0"]', '[100, 1.5]', 'must have at most 2 digits, 0 of them after the point'),
    ('decimal', 'finite', 'true', '[1]', '["NaN", "Infinity", "-Infinity"]', 'must be finite'),
    ('float', 'max', '1.5', '[1.5, -1e300]', '[1.5000001]', 'must be at most 1.5'),
    ('float', 'multipleOf', '0.1', '[0.3, 0.7]', '[0.35]', 'must be a multiple of 0.1'),
    ('date', 'min', '"2024-01-01"', '["2024-01-01"]', '["2023-12-31"]', 'must be at least 2024-01-01'),
    ('date', 'max', '"today-P18Y"', '["1990-01-01"]', '["2999-01-01"]', 'must be at most today-P18Y'),
    ('date', 'finite', 'true', '["2024-01-01"]', '["infinity"]', 'must be finite'),
    ('time', 'max', '"12:00"', '["12:00"]', '["12:00:00.1"]', 'must be at most 12:00'),
    ('datetime', 'min', '"2024-01-01T00:00:00"', '["2024-01-01T00:00:00Z"]', '["2024-01-01T00:00:00+01:00"]', 'must be at least 2024-01-01T00:00:00Z'),
    ('datetime', 'exclusiveMin', '"now"', '["2999-01-01T00:00:00Z"]', '["2000-01-01T00:00:00Z"]', 'must be greater than now'),
    ('datetime', 'finite', 'true', '["2024-01-01T00:00:00Z"]', '["-infinity"]', 'must be finite'),
    ('uuid', 'oneOf', '["01890a5d-ac96-774b-bcce-b302099a8057"]', '["01890A5D-AC96-774B-BCCE-B302099A8057"]', '["01890a5d-ac96-774b-bcce-b302099a8058"]', 'must be one of 01890a5d-ac96-774b-bcce-b302099a8057'),
    ('json', 'minItems', '2', '[[1, 2], {}, "a", 5]', '[[1], []]', 'must have at least 2 items'),
    ('json', 'maxItems', '1', '[[1], [], {"a": 1, "b": 2}]', '[[1, 2]]', 'must have at most 1 item'),
    ('tree', 'maxLevels', '2', '["Top", "Top.Science"]', '["Top.Science.Astronomy"]', 'must have at most 2 labels'),
    ('json', 'uniqueItems', 'true', '[[1, 2], [1, "1"], {"a": 1}, []]', '[[1, 1], [{"a": 1}, {"a": 1}], [null, null]]', 'must not have an item twice'),
    ('textList', 'items', '{"minLength": 2}', '[[], ["ab", "ab"], ["\u00e9\u00e9"]]', '[["a"], ["ab", ""], ["\ud83d\ude00"]]', 'must have at least 2 characters'),
    ('integerList', 'plainList', 'true', '[[], [1, 1]]', '[[null], [1, null]]', 'must be a list of values: no item is null, none is a list'),
    ('decimalList', 'uniqueItems', 'true', '[[], [1, 2]]', '[[1, "1.0"]]', 'must not have an item twice'),
    ('boolean', 'required', 'true', '[true, false]', '[null]', 'is required');
select plan((select sum(jsonb_array_length(good) + jsonb_array_length(bad) + 1) from cases)::integer + 1);

select is(thing.value_violations(v, jsonb_build_object('type', type, rule, argument)), '[]', format('%s %s %s: %s', type, rule, argument, v))
  from cases cross join jsonb_array_elements(good) v;
select is(thing.value_violations(v, jsonb_build_object('type', type, rule, argument)) -> 0 ->> 'message', message, format('%s %s %s: not %s', type, rule, argument, v))
  from cases cross join jsonb_array_elements(bad) v;
select is(thing.value_violations('null', jsonb_build_object('type', type, rule, argument)) = '[]', rule <> 'required', format('%s %s: an absent value', type, rule)) from cases;
select set_eq(
    $$ select name from thing.rules where level = 'field' and predicate is not null and not 'geometry' = any (applies_to) and name <> 'oneNull' and applies_to <> '{}' $$,
    $$ select distinct rule from cases $$, 'every field rule has a case (geometry: test_geometry.sql; oneNull: test_one_null.sql; of types alone: test_decimals.sql)');
select * from finish();
rollback;

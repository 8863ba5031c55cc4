-- Lists of texts and numbers: rules of the list, rules of each item, and what is told of an item that breaks one.
begin;
select plan(35);
select thing.create_tenant('rt');
select thing.migrate('rt', '[
    {"op": "create_class", "class": "Base", "fields": [
        {"name": "words", "type": "textList", "indexed": true, "default": ["one"], "rules": {"minItems": 1, "uniqueItems": true,
            "items": {"minLength": 2, "maxLength": 5, "pattern": {"value": "^[a-z]", "message": "begins with a letter"}}}},
        {"name": "whole", "type": "integerList", "rules": {"maxItems": 3, "uniqueItems": true, "items": {"min": 0, "max": 10, "multipleOf": 2}}},
        {"name": "exact", "type": "decimalList", "rules": {"items": {"precision": {"precision": 3, "scale": 1}, "exclusiveMin": 0, "multipleOf": "0.5"}}},
        {"name": "rates", "type": "floatList", "rules": {"items": {"multipleOf": 0.1, "exclusiveMax": 1}}},
        {"name": "days", "type": "dateList", "rules": {"items": {"max": "today"}}},
        {"name": "mails", "type": "textList", "rules": {"items": {"format": "email"}}},
        {"name": "sizes", "type": "bigintList", "rules": {"items": {"oneOf": [1, 2]}}},
        {"name": "codes", "type": "uuidList"}]},
    {"op": "create_class", "class": "Child", "extends": "Base"},
    {"op": "set_rules", "class": "Child", "field": "words", "rules": {"items": {"minLength": null, "maxLength": 9}}}]');
create function pg_temp.told(p_values jsonb, p_class text default 'Base') returns text language sql as $$
    select string_agg(concat_ws(' ', v ->> 'field', v ->> 'item', v ->> 'rule'), ', ' order by n)
      from jsonb_array_elements(thing.validate('rt', p_class, p_values)) with ordinality v (v, n)
$$;

select lives_ok($$ insert into tenant_rt.tc_base (words, whole, exact, rates, days, mails, sizes) values
    ('{ab,abcde}', '{0,10,2}', '{99.5,0.5}', '{0.3,-2}', '{2024-02-29}', '{a@b.co}', '{2,1,2}'), (null, '{}', '{}', '{}', '{}', '{}', '{}') $$, 'good values');
select throws_ok($$ insert into tenant_rt.tc_base (words) values ('{a,abc,1bcdef}') $$, 'TB001',
    'Base: 3 violations: words[0]: must have at least 2 characters; words[2]: must have at most 5 characters; words[2]: begins with a letter',
    'all items that break a rule, with their places');
select throws_ok($$ update tenant_rt.tc_base set words = '{}' $$, 'TB001', 'Base: 1 violation: words: must have at least 1 item', 'rules of the list itself');
select throws_ok(format('insert into tenant_rt.tc_base (%s) values (%L)', c, v), 'TB001', 'Base: ' || m, format('%s %s', c, v)) from (values
    ('whole', '{1,-2,12}', '3 violations: whole[1]: must be at least 0; whole[2]: must be at most 10; whole[0]: must be a multiple of 2'),
    ('whole', '{2,2}', '1 violation: whole: must not have an item twice'),
    ('whole', '{0,2,4,6}', '1 violation: whole: must have at most 3 items'),
    ('exact', '{100,0.25,0}', '4 violations: exact[2]: must be greater than 0; exact[1]: must be a multiple of 0.5; exact[0]: must have at most 3 digits, 1 of them after the point; exact[1]: must have at most 3 digits, 1 of them after the point'),
    ('exact', '{0.5,NaN}', '3 violations: exact[1]: must be a multiple of 0.5; exact[1]: must have at most 3 digits, 1 of them after the point; exact[1]: must be finite'),
    ('rates', '{0.25,1}', '2 violations: rates[1]: must be less than 1; rates[0]: must be a multiple of 0.1'),
    ('days', '{2024-01-01,9999-01-01}', '1 violation: days[1]: must be at most today'),
    ('days', '{infinity}', '2 violations: days[0]: must be at most today; days[0]: must be finite'),
    ('mails', '{a@b.co,x}', '1 violation: mails[1]: must be an e-mail address'),
    ('sizes', '{1,3}', '1 violation: sizes[1]: must be one of 1, 2'),
    ('codes', '{null}', '1 violation: codes: must be a list of values: no item is null, none is a list'),
    ('mails', '{{a@b.co},{c@d.co}}', '1 violation: mails: must be a list of values: no item is null, none is a list')) t (c, v, m);
select is(thing.validate('rt', 'Base', '{"whole": [2, 3]}'), '[{"field": "whole", "rule": "multipleOf", "message": "must be a multiple of 2", "params": {"value": 2}, "item": 1}]',
    'a violation of an item');
select is(pg_temp.told('{"words": ["a", 1]}'), 'words type', 'an item of another type');
select is(pg_temp.told('{"words": ["a", null]}'), 'words type', 'an item that is null');
select is(pg_temp.told('{"words": ["a", "toolongone"]}', 'Child'), 'words 1 maxLength', 'rules of items are overridden one by one');
select is(pg_temp.told('{"words": ["1"]}', 'Child'), 'words 0 pattern', 'and inherited one by one');
select is((select jsonb_agg(v.violations -> 0 -> 'item' order by v.n) from thing.validate_many('rt', 'Base', '[{"whole": [1]}, {"whole": [2]}, {"whole": [2, 4, 5]}]') v), '[0, 2]', 'many at once');
select is((select count(*)::integer from jsonb_array_elements(thing.validate('rt', 'Base', jsonb_build_object('mails', (select jsonb_agg('x'::text) from generate_series(1, 1000)))))), 20,
    'of one rule 20 items are told');
select is(pg_temp.told(jsonb_build_object('codes', (select jsonb_agg(thing.uuid_v7()) from generate_series(1, 1001)))), 'codes maxItems', 'a list has 1000 items at most');
select is((select array_agg(rule || ': ' || message order by rule) from thing.effective_rules('rt', 'Child') where field = 'words'),
    array['items.maxLength: each item must have at most 9 characters', 'items.pattern: each item begins with a letter', 'maxItems: must have at most 1000 items',
          'minItems: must have at least 1 item', 'plainList: must be a list of values: no item is null, none is a list', 'uniqueItems: must not have an item twice'], 'effective rules');
select is((select f -> 'rules' from jsonb_array_elements(thing.catalog_entries('rt')::jsonb -> 'classes') c, jsonb_array_elements(c -> 'fields') f where c ->> 'name' = 'Child' and f ->> 'name' = 'words'),
    '{"maxItems": 1000, "minItems": 1, "uniqueItems": true, "items": {"maxLength": 9, "pattern": "^[a-z]"}}', 'the catalog');
select is((select jsonb_agg(violations) from thing.violating_rows('rt', 'Base', '{"items": {"maxLength": 4}}', field => 'words')),
    '[[{"field": "words", "rule": "maxLength", "message": "must have at most 4 characters", "params": {"value": 4}, "item": 1}]]', 'violating rows');
select is(thing.value_violations('["ab", "c"]', '{"type": "textList", "items": {"minLength": 2}}') -> 0 ->> 'item', '1', 'values by themselves');
select ok(not thing.satisfies('[1, 2, 5]', '{"type": "integerList", "items": {"max": 4}}'), 'the operator''s function');
select is((select indexdef from pg_indexes where schemaname = 'tenant_rt' and indexdef like '%gin (words)' and tablename = 'tc_base') is not null, true, 'a GIN index');

create function pg_temp.try(p_rules text, p_type text default 'textList') returns text language plpgsql as $$
begin
    perform thing.migrate('rt', format('[{"op": "add_field", "class": "Base", "field": {"name": "t", "type": %s, "rules": %s}}]', to_json(p_type), p_rules)::jsonb);
    return 'ok';
exception when others then return sqlstate || ' ' || sqlerrm;
end
$$;
select is(pg_temp.try(r, t), m, r) from (values
    ('{"items": {"required": true}}', 'textList', 'TB025 field t: rule required does not fit items of lists'),
    ('{"items": {"min": 1}}', 'textList', 'TB025 field t, items: rule min does not fit type text'),
    ('{"items": {"min": 5, "max": 1}}', 'integerList', 'TB025 field t, items: no value could satisfy both min 5 and max 1'),
    ('{"items": {"pattern": "(a+)+\\1"}}', 'textList', 'TB026 pattern (a+)+\1 uses a back-reference'),
    ('{"items": 5}', 'textList', 'TB025 field t, items: rules must be an object of rule: argument'),
    ('{"minLength": 2}', 'textList', 'TB025 field t: rule minLength does not fit type textList')) t (r, t, m);
select * from finish();
rollback;

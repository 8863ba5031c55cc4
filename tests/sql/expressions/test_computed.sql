-- Computed fields of one row: stored, read-only, in rules, history, plans, rollbacks; what depends on what.
begin;
select plan(41);
select thing.create_tenant('exprs');
select thing.create_class('exprs', 'Flight', fields => '[
    {"name": "number", "type": "text"},
    {"name": "speed", "type": "decimal", "expression": "distance / airTime * 60", "params": {"precision": 8, "scale": 1}},
    {"name": "distance", "type": "integer"}, {"name": "airTime", "type": "integer"},
    {"name": "fast", "type": "boolean", "expression": "speed > 500 and not number is null"},
    {"name": "day", "type": "date"}]');
select set_config('search_path', 'tenant_exprs, ' || current_setting('search_path'), true);
insert into tc_flight (number, distance, "air_time", day) values ('A1', 1000, 90, '2024-02-29'), (null, 10, 0, null);
select results_eq('select speed::text, fast from tc_flight order by distance desc',
    $$values ('666.7', true), (null, false)$$, 'a quotient is exact; what is divided by 0 is null');
select throws_ok('insert into tc_flight (speed) values (1)', '428C9', null, 'PostgreSQL refuses to write it');
select throws_ok('update tc_flight set fast = true', '428C9', null, 'or to change it');
update tc_flight set air_time = 60 where number = 'A1';
select is((select speed from tc_flight where number = 'A1'), 1000.0, 'it follows what it is made of');
select is((select l.old ->> 'speed' from change_log l where l.operation = 'update'), '666.7', 'it stands in the log');
select is(thing.validate('exprs', 'Flight', '{"speed": 1}') -> 0 ->> 'rule', 'readOnly', 'a dry run says so too');
select thing.rename_field('exprs', 'Flight', 'distance', 'miles');
select is((select f.value ->> 'expression' from jsonb_array_elements(
        (thing.document('exprs') -> 'classes' -> 0 -> 'fields')) f where f.value ->> 'name' = 'speed'),
    'miles / airTime * 60', 'it follows renames');
select throws_ok($$select thing.drop_field('exprs', 'Flight', 'miles')$$, 'TB034', null, 'what it uses stays');
select throws_ok($$select thing.alter_field('exprs', 'Flight', 'airTime', '{"type": "float"}')$$, 'TB034',
    'Flight.speed is computed from airTime, which would be dropped or changed', 'and keeps its type');
select throws_ok($$select thing.drop_field('exprs', 'Flight', 'speed')$$, 'TB034', null, 'also where it is computed');
select lives_ok($$select thing.migrate('exprs', '[{"op": "drop_field", "class": "Flight", "field": "miles"},
    {"op": "drop_field", "class": "Flight", "field": "fast"},
    {"op": "drop_field", "class": "Flight", "field": "speed"}]')$$, 'all go together');
select is((select count(*) from information_schema.columns where table_schema = 'tenant_exprs'
    and table_name = 'tc_flight' and column_name in ('fast', 'speed', 'distance')), 1::bigint,
    'a computed column goes at once, the others stay until they are purged');
select thing.rollback('exprs', 2);
select is((select array_agg(speed::text order by speed) from tc_flight), '{1000.0,NULL}', 'a rollback brings it back');
select thing.add_field('exprs', 'Flight', 'label', 'text', expression => 'concat(upper(number), '' '', text(day))',
    indexed => true);
select is((select label from tc_flight where number = 'A1'), 'A1 2024-02-29', 'texts and dates');
select thing.add_field('exprs', 'Flight', 'long', 'integer', expression => 'length(label)');
select is((select long from tc_flight where number = 'A1'), 13 - 0, 'of one that is computed');
select thing.alter_field('exprs', 'Flight', 'label', '{"expression": "lower(number)"}');
select is((select label || long from tc_flight where number = 'A1'), 'a12', 'a new expression reaches those behind it');
select has_index('tenant_exprs', 'tc_flight', 'ti_1_label', 'its index is there again');
select thing.rollback('exprs', (select max(version) - 1 from schema_versions));
select is((select label || long from tc_flight where number = 'A1'), 'A1 2024-02-2913', 'and is taken back');
select is((select count(*) from thing.check('exprs')), 0::bigint, 'nothing is damaged');
select is(thing.diff('exprs', thing.document('exprs')), '[]', 'a document says all of it');

select thing.set_rules('exprs', 'Flight', 'speed', '{"max": 2000}');
select throws_ok($$insert into tc_flight (distance, air_time) values (4000, 60)$$, 'TB001', null, 'it can have rules');
select throws_ok($$select thing.set_rules('exprs', 'Flight', 'speed', '{"unique": true}')$$, 'TB025', null,
    'but cannot be unique');
select throws_ok($$select thing.alter_field('exprs', 'Flight', 'speed', '{"expression": "case when fast then 1 end"}')$$,
    'TB02A', 'a computed field cannot be made of itself: speed -> fast -> speed', 'nor be made of itself');
select throws_ok($$select thing.create_class('exprs', 'C', fields => '[{"name": "a", "type": "integer",
    "expression": "b"}, {"name": "b", "type": "integer", "expression": "a + 1"}]')$$,
    'TB02A', 'a computed field cannot be made of itself: a -> b -> a', 'with others');
select throws_ok($$select thing.add_field('exprs', 'Flight', 'x', 'integer', expression => '1', default_value => '2')$$,
    'TB020', null, 'it has no default');
select throws_ok($$select thing.alter_field('exprs', 'Flight', 'number', '{"expression": "upper(label)"}')$$,
    'TB020', null, 'no field becomes computed');
select throws_ok($$select thing.add_field('exprs', 'Flight', 'x', 'integer', expression => 'airTime / 2')$$,
    'TB02A', 'the expression of Flight.x gives a value of kind decimal, the field is of type integer', 'types agree');
select thing.add_field('exprs', 'Flight', 'late', 'boolean', expression => 'now() > createdAt');
select thing.add_field('exprs', 'Flight', 'tiny', 'integer', expression => 'airTime * 100000000');
select is((select tiny from tc_flight where number = 'A1'), null, 'what a type does not hold is null');
select thing.create_class('exprs', 'Charter', extends => 'Flight', fields => '[{"name": "brace", "type": "text",
    "expression": "concat(number, ''{row}\\'')"}]');
insert into tc_charter (number, distance, air_time) values ('C', 600, 60);
select is((select brace || speed from tc_charter), 'C{row}\600.0', 'it is inherited; a text may be any text');
select is((select jsonb_agg(s ->> 'rewrites') from jsonb_array_elements(thing.plan('exprs', '[{"op": "add_field",
    "class": "Charter", "field": {"name": "z", "type": "integer", "expression": "1"}}]') -> 'statements') s
    where s ->> 'sql' like '%generated%'), '["true"]', 'a plan says that the table is rewritten');
select is((select count(*) from thing.check('exprs')), 0::bigint, 'nothing is damaged in the end');
alter table tc_charter drop column brace;
select ok((select count(*) from thing.check('exprs')) > 0, 'a column that is gone is found');
select thing.repair('exprs', plan => false);
select is((select brace from tc_charter), 'C{row}\', 'and repaired');
select is(thing.replaced_text('a-b-', '-', '++') || thing.replaced_text('ab', '', 'c'), 'a++b++ab', 'replaced');
select is(thing.replaced_text(repeat('e', 1000), 'e', repeat('e', 2000)), null, 'what grows without bound is null');
select is(array[thing.add_days('9999-12-30', 1), thing.add_days('9999-12-30', 2), thing.add_days('0001-01-01', -1)],
    array['9999-12-31', null, null]::date[], 'there are four digits of years');
select thing.create_tenant('ix');
select thing.create_class('ix', 'C', '[{"name": "a", "type": "integer"}, {"name": "d", "type": "integer", "expression": "a + 1", "indexed": true}]');
select thing.add_index('ix', 'C', 'both', '[{"field": "d"}, {"field": "a"}]');
select lives_ok($$ select thing.migrate('ix', '[{"op": "drop_field", "class": "C", "field": "d"}]') $$,
    'a computed field goes with its indexes');
select lives_ok($$ select thing.rollback('ix', 2) $$, 'and comes back with them');
select lives_ok($$ select thing.rollback('ix', 0) $$, 'all of it can be taken back at once');
select thing.create_class('exprs', 'Leg', fields => '[{"name": "flight", "type": "reference", "target": "Flight"},
    {"name": "shown", "type": "text", "expression": "flight.number"}]');
select thing.rename_field('exprs', 'Flight', 'number', 'code');
select is((select e.entry -> 'fields' -> 1 ->> 'computed' from thing_classes e where e.name = 'Leg'), 'flight.code',
    'the catalog of another class follows a rename');
select is(array(select k.message from thing.check('exprs') k), '{}', 'and it is not taken for damage');
select * from finish();
rollback;

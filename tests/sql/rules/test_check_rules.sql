-- What set_rules refuses, and the canonical form of what it takes.
begin;
create temporary table wrong (type text, rules jsonb, state text);
insert into wrong values
    ('text', '{"minLenght": 2}', 'TB024'), ('text', '{"compare": {}}', 'TB025'), ('text', '[]', 'TB025'), ('text', '5', 'TB025'),
    ('integer', '{"minLength": 2}', 'TB025'), ('text', '{"min": 2}', 'TB025'), ('boolean', '{"min": 1}', 'TB025'), ('json', '{"pattern": "a"}', 'TB025'),
    ('references', '{"required": true}', 'TB025'),
    ('text', '{"minLength": -1}', 'TB025'), ('text', '{"minLength": 1.5}', 'TB025'), ('text', '{"minLength": "2"}', 'TB025'), ('text', '{"minLength": 1e10}', 'TB025'),
    ('text', '{"minLength": {"value": 2}}', 'TB025'), ('text', '{"minLength": {"value": 2, "message": ""}}', 'TB025'), ('text', '{"minLength": {"value": 2, "message": 5}}', 'TB025'),
    ('text', '{"required": 1}', 'TB025'), ('text', '{"required": "true"}', 'TB025'),
    ('integer', '{"min": 2.5}', 'TB025'), ('integer', '{"min": 3000000000}', 'TB025'), ('integer', '{"min": "now"}', 'TB025'), ('integer', '{"multipleOf": 0}', 'TB025'),
    ('decimal', '{"min": "NaN"}', 'TB025'), ('decimal', '{"multipleOf": -1}', 'TB025'), ('float', '{"max": "Infinity"}', 'TB025'), ('decimal', '{"min": "1; drop table x"}', 'TB025'),
    ('decimal', '{"precision": {"precision": 2, "scale": 3}}', 'TB025'), ('decimal', '{"precision": {"scale": 3}}', 'TB025'), ('decimal', '{"precision": {"precision": 2, "x": 1}}', 'TB025'),
    ('date', '{"min": "infinity"}', 'TB025'), ('date', '{"min": "yesterday"}', 'TB025'), ('date', '{"min": "2023-02-29"}', 'TB025'), ('date', '{"min": "today-18Y"}', 'TB025'), ('date', '{"min": "todayP1Y"}', 'TB025'),
    ('text', '{"oneOf": []}', 'TB025'), ('text', '{"oneOf": "a"}', 'TB025'), ('text', '{"oneOf": [1]}', 'TB025'), ('text', '{"oneOf": [null]}', 'TB025'),
    ('text', '{"format": "zip"}', 'TB025'), ('text', '{"format": ["email"]}', 'TB025'), ('text', '{"pattern": 5}', 'TB025'), ('text', '{"pattern": "("}', 'TB026');
select plan((select count(*) from wrong)::integer + 6);
select throws_ok(format('select thing.check_field_rules(%L, ''{}'', %L)', type, rules), state, null, format('%s %s', type, rules)) from wrong;
select is(thing.check_field_rules('text', '{}', '{"minLength": 2.0, "maxLength": {"value": 5, "message": "short!"}, "required": false, "pattern": null}'),
    '{"minLength": 2, "maxLength": {"value": 5, "message": "short!"}, "required": null, "pattern": null}', 'canonical: whole numbers, false is null');
select is(thing.check_field_rules('datetime', '{}', '{"min": "2024-01-01", "max": "2024-01-01T12:00:00"}'),
    '{"min": "2024-01-01T00:00:00Z", "max": "2024-01-01T12:00:00Z"}', 'canonical: a point in time has a zone');
select is(thing.check_field_rules('date', '{}', '{"max": "-P18Y"}'), '{"max": "today-P18Y"}', 'canonical: relative to what');
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "A", "fields": [{"name": "a", "type": "text"}]}]');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "A", "rules": {"minLength": 2}}]') $$, 'TB025',
    'class rules must be {"fields": {rule: argument}, "checks": {name: {"rule": ...}}}', 'the shape of class rules');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "A", "rules": {"checks": {"x''y": {"rule": "compare"}}}}]') $$, 'TB025', null, 'the name of a check');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "A", "rules": {"checks": {"x": {"rule": "minLength"}}}}]') $$, 'TB025', 'check x: minLength is a rule of a field', 'a field rule is no check');
select * from finish();
rollback;

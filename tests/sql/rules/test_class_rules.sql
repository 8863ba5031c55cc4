-- Checks across fields: compare, requiredIf, condition. An absent value neither fulfils an "if" nor breaks a "then".
begin;
select plan(21);
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "Event", "fields": [
    {"name": "starts", "type": "date"}, {"name": "ends", "type": "date"}, {"name": "low", "type": "integer"}, {"name": "high", "type": "decimal"},
    {"name": "left", "type": "text"}, {"name": "right", "type": "text"}, {"name": "status", "type": "text"}, {"name": "reason", "type": "text"}],
    "rules": {"checks": {
        "span": {"rule": "compare", "field": "starts", "operator": "lte", "other": "ends"},
        "numbers": {"rule": "compare", "field": "low", "operator": "lt", "other": "high", "message": "must stay under high"},
        "order": {"rule": "compare", "field": "left", "operator": "lt", "other": "right"},
        "why": {"rule": "requiredIf", "field": "reason", "if": {"field": "status", "oneOf": ["no"]}},
        "live": {"rule": "condition", "if": {"and": [{"field": "status", "oneOf": ["live"]}, {"or": [{"field": "low", "min": 5}, {"compare": {"field": "left", "operator": "eq", "other": "right"}}]}]},
                 "then": {"not": {"field": "reason", "required": true}}, "else": {"field": "high", "max": 1000}, "field": "reason"}}}}]');
create function pg_temp.broken(p_values jsonb) returns text language sql as $$
    select coalesce(string_agg(concat_ws(' ', v ->> 'field', v ->> 'rule', v ->> 'message'), '; '), 'none') from jsonb_array_elements(thing.validate('rt', 'Event', p_values)) v
$$;
select is(pg_temp.broken(v::jsonb), wanted, v) from (values
    ('{}', 'none'),
    ('{"starts": "2024-01-02", "ends": "2024-01-01"}', 'starts compare must be at most ends'),
    ('{"starts": "2024-01-01", "ends": "2024-01-01"}', 'none'),
    ('{"starts": "2024-01-01"}', 'none'),
    ('{"low": 2, "high": 1.5}', 'low compare must stay under high'),
    ('{"low": 1, "high": 1.5}', 'none'),
    ('{"left": "a", "right": "B"}', 'left compare must be less than right'),
    ('{"left": "B", "right": "a"}', 'none'),
    ('{"status": "no"}', 'reason requiredIf is required here (why)'),
    ('{"status": "no", "reason": ""}', 'none'),
    ('{"status": "live", "reason": "x"}', 'none'),
    ('{"status": "live", "reason": "x", "low": 4}', 'none'),
    ('{"status": "live", "reason": "x", "low": 5}', 'reason condition breaks the check live'),
    ('{"status": "live", "reason": "x", "left": "a", "right": "a"}', 'reason condition breaks the check live; left compare must be less than right'),
    ('{"high": 1001}', 'reason condition breaks the check live'),
    ('{"status": "live", "low": 6, "high": 1001}', 'none')) as t (v, wanted);
select throws_ok($$ insert into tenant_rt.tc_event (starts, ends) values ('2024-01-02', '2024-01-01') $$, 'TB001', 'Event: 1 violation: starts: must be at most ends', 'the trigger says the same');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "Event", "rules": {"checks": {"x": {"rule": "compare", "field": "low", "operator": "lt", "other": "left"}}}}]') $$,
    'TB025', 'check x: low (number) and left (text) cannot be compared', 'fields of different kinds');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "Event", "rules": {"checks": {"x": {"rule": "requiredIf", "field": "nope", "if": {"field": "low", "min": 1}}}}}]') $$,
    'TB025', 'check x: rule requiredIf: field names "nope", which is not a field of the class', 'a field that is not there');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "Event", "rules": {"checks": {"x": {"rule": "condition", "then": {"field": "low", "min": 1, "sql": "drop"}}}}}]') $$,
    'TB024', 'check x: rule condition: then: rule sql does not exist', 'only rules of the registry');
select thing.migrate('rt', '[{"op": "rename_field", "class": "Event", "field": "starts", "to": "begins"}]');
select is(pg_temp.broken('{"begins": "2024-01-02", "ends": "2024-01-01"}'), 'begins compare must be at most ends', 'checks follow a renamed field');
select * from finish();
rollback;

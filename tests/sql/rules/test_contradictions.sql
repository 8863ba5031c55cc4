-- Rules that no value could satisfy are refused; equal bounds are not, and neither are bounds that only a calendar could compare.
begin;
create temporary table cases (type text, rules jsonb, refused boolean);
insert into cases values
    ('text', '{"minLength": 3, "maxLength": 2}', true), ('text', '{"minLength": 2, "maxLength": 2}', false),
    ('integer', '{"min": 10, "max": 9}', true), ('integer', '{"min": 9, "max": 10}', false), ('integer', '{"min": 5, "exclusiveMax": 5}', true),
    ('integer', '{"exclusiveMin": 5, "max": 5}', true), ('integer', '{"exclusiveMin": 5, "exclusiveMax": 5}', true), ('integer', '{"min": 5, "max": 5}', false),
    ('decimal', '{"min": "0.2", "max": 0.10}', true), ('decimal', '{"min": "10", "max": "9"}', true), ('float', '{"min": -1, "max": -2}', true),
    ('date', '{"min": "2024-01-02", "max": "2024-01-01"}', true), ('date', '{"min": "today", "max": "today-P1D"}', true),
    ('date', '{"min": "today", "max": "2000-01-01"}', false), ('date', '{"min": "-P1Y", "max": "today"}', false),
    ('json', '{"minItems": 2, "maxItems": 1}', true), ('integer', '{"min": 10, "max": null}', false),
    ('integer', '{"min": {"value": 10, "message": "x"}, "max": {"value": 9, "message": "y"}}', true);
select plan((select count(*) from cases)::integer);
select case when refused
    then throws_ok(format('select thing.check_field_rules(%L, ''{}'', %L)', type, rules), 'TB025', null, format('%s %s contradict', type, rules))
    else lives_ok(format('select thing.check_field_rules(%L, ''{}'', %L)', type, rules), format('%s %s are fine', type, rules)) end from cases;
select * from finish();
rollback;

-- Bounds relative to now: reckoned in UTC, and judged when the value is written, not when something else is.
begin;
select plan(8);
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "Event", "fields": [
    {"name": "title", "type": "text"}, {"name": "starts", "type": "datetime"}, {"name": "born", "type": "date", "rules": {"max": "today-P18Y"}}]}]');
insert into tenant_rt.tc_event (id, starts) values ('00000000-0000-7000-8000-000000000001', '2001-01-01');
select thing.migrate('rt', '[{"op": "set_rules", "class": "Event", "field": "starts", "rules": {"min": "now"}, "existing": "keep"}]');
select throws_ok($$ insert into tenant_rt.tc_event (starts) values ('2001-01-01') $$, 'TB001', 'Event: 1 violation: starts: must be at least now', 'a new event in the past');
select lives_ok($$ update tenant_rt.tc_event set title = 'long ago' $$, 'the title of a past event may change');
select throws_ok($$ update tenant_rt.tc_event set starts = '2002-01-01' $$, 'TB001', null, 'its date may not move to the past');
select is(thing.validate('rt', 'Event', '{"title": "x"}', '00000000-0000-7000-8000-000000000001'), '[]', 'validate agrees');
select is(thing.validate('rt', 'Event', '{"starts": "2002-01-01T00:00:00Z"}', '00000000-0000-7000-8000-000000000001') -> 0 ->> 'rule', 'min', 'in both');
select lives_ok(format('insert into tenant_rt.tc_event (born) values (%L)', (now() at time zone 'UTC' - interval '18 years')::date), '18 today');
set local timezone = 'Pacific/Kiritimati';
select throws_ok(format('insert into tenant_rt.tc_event (born) values (%L)', (now() at time zone 'UTC' - interval '18 years')::date + 1), 'TB001', null, '18 tomorrow, even where it is tomorrow already');
select is(thing.moment_sql('today-P18Y; drop', 'date'), null, 'nothing else is a moment');
select * from finish();
rollback;

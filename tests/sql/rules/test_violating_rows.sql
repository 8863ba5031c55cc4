-- Which existing things break the rules, or would break new ones? Nothing changes by asking.
begin;
select plan(9);
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "Base", "fields": [{"name": "name", "type": "text"}, {"name": "size", "type": "integer"}]},
    {"op": "create_class", "class": "Child", "extends": "Base", "fields": []}]');
insert into tenant_rt.tc_base (name, size) select 'n' || i, i from generate_series(1, 9) i;
insert into tenant_rt.tc_base (name, size) values ('longer', null);
insert into tenant_rt.tc_child (name) values ('c');
select is_empty($$ select * from thing.violating_rows('rt', 'Base') $$, 'none break the present rules');
select results_eq($$ select class, violations -> 0 ->> 'message' from thing.violating_rows('rt', 'Base', '{"minLength": 2}', field => 'name') $$,
    $$ values ('Child', 'must have at least 2 characters') $$, 'new rules of a field, in the children too');
select is(count(*), 8::bigint, 'new rules of the class') from thing.violating_rows('rt', 'Base', '{"fields": {"max": 3, "required": true}}');
select is(count(*), 3::bigint, 'no more than the limit') from thing.violating_rows('rt', 'Base', '{"fields": {"max": 3, "required": true}}', 3);
select is(rules, '{}', 'nothing has changed') from tenant_rt.thing_classes where name = 'Base';
update tenant_rt.tc_base set size = 1 where size = 2;
select results_eq($$ select class, violations -> 0 ->> 'rule' from thing.violating_rows('rt', 'Base', '{"unique": true}', field => 'size') $$,
    $$ values ('Base', 'unique'), ('Base', 'unique') $$, 'values that stand twice, for unique');
select throws_ok($$ select * from thing.violating_rows('rt', 'Base', '{"max": 3}', field => 'name') $$, 'TB025', null, 'the new rules are checked');
select thing.migrate('rt', '[{"op": "set_rules", "class": "Base", "field": "size", "rules": {"min": 5, "multipleOf": 2}, "existing": "keep"}]');
select is(count(*), 7::bigint, 'kept rows that break the present rules') from thing.violating_rows('rt', 'Base');
select is(max(jsonb_array_length(violations)), 2, 'with every violation') from thing.violating_rows('rt', 'Base');
select * from finish();
rollback;

-- A child inherits rules, tightens or overrides them by key, and switches them off by null; effective_rules says where each comes from.
begin;
select plan(9);
select thing.create_tenant('rt');
select thing.migrate('rt', '[
    {"op": "create_class", "class": "Asset", "fields": [{"name": "name", "type": "text", "rules": {"minLength": 2, "maxLength": 20}}, {"name": "cost", "type": "integer"}],
     "rules": {"fields": {"maxLength": 50, "min": 0}, "checks": {"named": {"rule": "requiredIf", "field": "name", "if": {"field": "cost", "min": 100}}}}},
    {"op": "create_class", "class": "Car", "extends": "Asset", "fields": [{"name": "plate", "type": "text"}]},
    {"op": "create_class", "class": "Cab", "extends": "Car", "fields": [{"name": "company", "type": "text"}]},
    {"op": "set_rules", "class": "Car", "field": "name", "rules": {"minLength": 4}},
    {"op": "set_rules", "class": "Cab", "field": "name", "rules": {"maxLength": null, "pattern": "^C"}},
    {"op": "set_rules", "class": "Cab", "rules": {"fields": {"min": 5}, "checks": {"named": null}}}]');
create function pg_temp.rules_of(p_class text) returns setof text language sql as $$
    select concat_ws(' ', field, check_name, rule, case when check_name is null then argument::text end, '<', source) from thing.effective_rules('rt', p_class)
$$;
select results_eq($$ select * from pg_temp.rules_of('Asset') $$, array[
    'name minLength 2 < field Asset.name', 'name maxLength 20 < field Asset.name', 'cost min 0 < class Asset, all fields',
    'name named requiredIf < class Asset, check named'], 'the parent: a field''s own rule beats one for all fields');
select results_eq($$ select * from pg_temp.rules_of('Car') $$, array[
    'name minLength 4 < field Car.name', 'name maxLength 20 < field Asset.name', 'cost min 0 < class Asset, all fields',
    'plate maxLength 50 < class Asset, all fields', 'name named requiredIf < class Asset, check named'], 'the child: overrides one, inherits the others');
select results_eq($$ select * from pg_temp.rules_of('Cab') $$, array[
    'name minLength 4 < field Car.name', 'name pattern "^C" < field Cab.name', 'cost min 5 < class Cab, all fields',
    'plate maxLength 50 < class Asset, all fields', 'company maxLength 50 < class Asset, all fields'], 'the grandchild: null switches off a rule and a check');
select throws_ok($$ insert into tenant_rt.tc_car (name) values ('abc') $$, 'TB001', 'Car: 1 violation: name: must have at least 4 characters', 'the tightened rule holds in the child');
select lives_ok($$ insert into tenant_rt.tc_asset (name) values ('abc') $$, 'and not in the parent');
select lives_ok($$ insert into tenant_rt.tc_cab (name, cost) values ('C' || repeat('x', 30), 500) $$, 'what is switched off does not hold');
select thing.migrate('rt', '[{"op": "set_rules", "class": "Asset", "field": "name", "rules": {"minLength": 3, "maxLength": 6}, "existing": "keep"}]');
select throws_ok($$ insert into tenant_rt.tc_car (name) values ('abcdefg') $$, 'TB001', 'Car: 1 violation: name: must have at most 6 characters', 'a later change of the parent reaches the child');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "Asset", "field": "name", "rules": {"maxLength": 3}, "existing": "keep"}]') $$,
    'TB025', 'field name: no value could satisfy both minLength 4 and maxLength 3', 'unless it contradicts what the child has');
select throws_ok($$ select thing.migrate('rt', '[{"op": "drop_field", "class": "Asset", "field": "cost"}]') $$, 'TB034', null, 'a field that a check names cannot go');
select * from finish();
rollback;

-- JSON has a null of its own: nobody can store it as the value of a field, whichever way it comes.
begin;
select plan(8);
select thing.create_tenant('onull');
select thing.migrate('onull', '[{"op": "create_class", "class": "Note", "fields": [
    {"name": "must", "type": "json", "rules": {"required": true}}, {"name": "may", "type": "json"}]}]');

select throws_ok($$ insert into tenant_onull.tc_note (must) values ('null') $$, 'TB001', 'Note: 1 violation: must: must not be the JSON null: no value is null', 'by SQL into a required field');
select throws_ok($$ insert into tenant_onull.tc_note (must, may) values ('1', 'null') $$, 'TB001', 'Note: 1 violation: may: must not be the JSON null: no value is null', 'and into another');
select lives_ok($$ insert into tenant_onull.tc_note (must) values ('[null]'), ('{"a": null}') $$, 'within a value it is JSON');
select throws_ok($$ update tenant_onull.tc_note set must = 'null' $$, 'TB001', null, 'by an update');
select is(thing.validate('onull', 'Note', '{"must": null}') -> 0 ->> 'rule', 'required', 'in JSON it is no value');
select is(thing.validate('onull', 'Note', '{"must": 1, "may": null}'), '[]', 'which may be missing');
select throws_ok($$ select thing.migrate('onull', '[{"op": "set_rules", "class": "Note", "field": "may", "rules": {"oneNull": null}}]') $$,
    'TB025', null, 'the rule cannot be switched off');
select is((select count(*) from tenant_onull.tc_note where may is null), 2::bigint, 'is null finds what has none');
select * from finish();
rollback;

-- Rules of select and multiselect, in a table: the type brings oneOf along, for the items of a list.
begin;
select plan(7);
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "Tagged", "fields": [
    {"name": "tags", "type": "multiselect", "params": {"values": ["a", "b", "c"]}, "rules": {"minItems": 1, "maxItems": 2, "uniqueItems": true}},
    {"name": "status", "type": "select", "params": {"values": ["draft", "live"]}},
    {"name": "free", "type": "select", "params": {"values": ["x"]}, "rules": {"oneOf": null}}]}]');
select lives_ok($$ insert into tenant_rt.tc_tagged (tags, status, free) values ('{a,b}', 'draft', 'anything') $$, 'good values; null switched the rule of the type off');
select lives_ok($$ insert into tenant_rt.tc_tagged (tags) values (null) $$, 'absent values pass');
select throws_ok($$ insert into tenant_rt.tc_tagged (tags) values ('{a,z}') $$, 'TB001', 'Tagged: 1 violation: tags[1]: must be one of a, b, c');
select throws_ok($$ insert into tenant_rt.tc_tagged (tags) values ('{}') $$, 'TB001', 'Tagged: 1 violation: tags: must have at least 1 item');
select throws_ok($$ insert into tenant_rt.tc_tagged (tags) values ('{a,a}') $$, 'TB001', 'Tagged: 1 violation: tags: must not have an item twice');
select throws_ok($$ insert into tenant_rt.tc_tagged (tags) values ('{a,null}') $$, 'TB001', 'Tagged: 1 violation: tags: must be a list of values: no item is null, none is a list');
select throws_ok($$ insert into tenant_rt.tc_tagged (status) values ('Draft') $$, 'TB001', 'Tagged: 1 violation: status: must be one of draft, live');
select * from finish();
rollback;

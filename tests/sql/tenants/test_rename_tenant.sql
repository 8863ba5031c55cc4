-- A renamed tenant has its data under the new slug, its triggers work, its schema is sound; the old slug is unknown.
begin;
select plan(8);
select thing.create_tenant('acme');
select thing.create_tenant('taken');
select thing.create_class('acme', 'Product', '[{"name": "a", "type": "text", "rules": {"minLength": 2}}]');
insert into tenant_acme.tc_product (a) values ('one');
select is((thing.rename_tenant('acme', 'acme2', 'Second')).role_name, 'tenant_acme2');
select lives_ok($$ insert into tenant_acme2.tc_product (a) values ('two'); update tenant_acme2.tc_product set a = 'more' $$, 'triggers find their schema');
select is((select count(*) from tenant_acme2.thing_instances), 2::bigint);
select throws_ok($$ insert into tenant_acme2.tc_product (a) values ('x') $$, 'TB001', null, 'rules still hold');
select is_empty($$ select * from thing.check('acme2') $$, 'nothing drifts');
select lives_ok($$ select thing.add_field('acme2', 'Product', 'b', 'text'), thing.rollback('acme2', 0) $$, 'migrations go on');
select throws_ok($$ select thing.document('acme') $$, 'TB040');
select throws_ok($$ select thing.rename_tenant('acme2', 'taken') $$, 'TB041');
select * from finish();
rollback;

-- A class dropped and restored in one migration, as a rollback over rollbacks does it, keeps all that refers to its things.
begin;
select plan(4);
select thing.create_tenant('shop');
select thing.create_class('shop', 'A', '[{"name": "up", "type": "reference", "target": "A", "onDelete": "setNull"}, {"name": "all", "type": "references", "target": "A"}]');
select thing.create_class('shop', 'B', '[{"name": "any", "type": "references"}]');
insert into tenant_shop.tc_a (id, up) values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001');
insert into tenant_shop.tc_b (id) values ('00000000-0000-7000-8000-000000000002');
insert into tenant_shop.tj_1_all values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001');
insert into tenant_shop.tj_2_any values ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000002');
set constraints all immediate;
set constraints all deferred;
select thing.migrate('shop', '[{"op": "drop_class", "class": "A"}, {"op": "drop_class", "class": "B"}, {"op": "restore_class", "id": 1}, {"op": "restore_class", "id": 2}]');
select results_eq('select count(*)::integer from tenant_shop.thing_instances', array[2]);
select results_eq('select count(up)::integer from tenant_shop.tc_a', array[1]);
select results_eq('select count(*)::integer from tenant_shop.tj_1_all', array[1]);
select results_eq('select count(*)::integer from tenant_shop.tj_2_any', array[1]);
select * from finish();
rollback;

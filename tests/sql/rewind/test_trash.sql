begin;
select plan(14);

select thing.create_tenant('acme');
select thing.migrate('acme', '[
    {"op": "create_class", "class": "Maker", "fields": [{"name": "name", "type": "text", "unique": true}]},
    {"op": "create_class", "class": "Tag", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Product", "fields": [
        {"name": "name", "type": "text"},
        {"name": "maker", "type": "reference", "target": "Maker", "onDelete": "setNull"},
        {"name": "parent", "type": "reference", "target": "Product", "onDelete": "cascade"},
        {"name": "tags", "type": "references", "target": "Tag", "onDelete": "cascade"}]},
    {"op": "create_class", "class": "Book", "extends": "Product"}]');
set local search_path = tenant_acme, public, tap;
create function pg_temp.id(n integer) returns uuid language sql as
    $$ select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid $$;
-- each delete is a transaction of its own for the log
create function pg_temp.apart() returns void language sql as
    $$ update change_log set xid = (1000 + seq / 100)::text::xid8 where xid = pg_current_xact_id() $$;

set local thing.actor = 'ann';
insert into tc_maker (id, name) values (pg_temp.id(1), 'm1'), (pg_temp.id(2), 'm2');
insert into tc_tag (id, name) values (pg_temp.id(11), 't1');
insert into tc_product (id, name, maker) values (pg_temp.id(21), 'p1', pg_temp.id(1)), (pg_temp.id(22), 'p2', pg_temp.id(1));
insert into tc_product (id, name, parent) values (pg_temp.id(23), 'p3', pg_temp.id(22));
insert into tc_book (id, name) values (pg_temp.id(24), 'b1');
insert into tj_3_tags values (pg_temp.id(21), pg_temp.id(11)), (pg_temp.id(22), pg_temp.id(11));
select pg_temp.apart();
set local thing.actor = 'bob';
delete from tc_maker where id = pg_temp.id(1);
update change_log set xid = '5001' where xid = pg_current_xact_id();
delete from tc_product where id = pg_temp.id(22);
delete from tc_book;
update change_log set xid = '5002' where xid = pg_current_xact_id();

select results_eq($$select class, id, actor, version, "values" ->> 'name' from thing.deleted_things('acme')$$,
    $$values ('Book', pg_temp.id(24), 'bob', 2, 'b1'), ('Product', pg_temp.id(22), 'bob', 3, 'p2'), ('Product', pg_temp.id(23), 'bob', 2, 'p3'),
             ('Maker', pg_temp.id(1), 'bob', 2, 'm1')$$, 'what was deleted, the last one first');
select is((select count(*) from thing.deleted_things('acme', 'Product')), 3::bigint, 'a class stands for those that extend it');
select results_eq($$select b.id from thing.deleted_things('acme', first => 1) a, thing.deleted_things('acme', first => 2, before => a.seq) b$$,
    $$values (pg_temp.id(22)), (pg_temp.id(23))$$, 'by pages');
select is(thing.restore_deleted('acme', array[pg_temp.id(1)], mode => 'plan') - 'conflictList' - 'leftOut',
    '{"restored": 1, "reverted": 1, "deleted": 0, "linked": 0, "unlinked": 0, "conflicts": 0, "applied": false, "classes": [
        {"class": "Maker", "restored": 1, "reverted": 0, "deleted": 0, "linked": 0, "unlinked": 0, "conflicts": 0},
        {"class": "Product", "restored": 0, "reverted": 1, "deleted": 0, "linked": 0, "unlinked": 0, "conflicts": 0}]}', 'a plan');
savepoint floor;
update change_log_state set floor_seq = (select min(seq) from change_log where xid = '5002') - 1;
update change_log set xid = '5001' where xid = '5002';
select is(thing.restore_deleted('acme', array[pg_temp.id(22)], together => true, mode => 'plan') ->> 'restored', '3',
    'what came with an archive was in no transaction of this cluster');
rollback to floor;
select is(thing.restore_deleted('acme', array[pg_temp.id(1)]) ->> 'restored', '1', 'a thing comes back');
select results_eq($$select name, maker from tc_product$$, $$values ('p1', pg_temp.id(1))$$, 'with what referred to it');
select is(thing.restore_deleted('acme', array[pg_temp.id(22)], together => true) -> 'linked', '1', 'and with its links');
select results_eq($$select name from tc_product order by name$$, $$values ('p1'), ('p2'), ('p3')$$, 'with all that was deleted at once');
select is((select count(*) from tc_book), 1::bigint, 'of any class');
select is(thing.restore_deleted('acme', array[pg_temp.id(22)]) ->> 'restored', '0', 'what is there stays');
delete from tc_maker where id = pg_temp.id(2);
insert into tc_maker (name) values ('m2');
select throws_like($$select thing.restore_deleted('acme', array[pg_temp.id(2)])$$, '1 conflict: later changes are in the way%', 'what is unique is looked at');
select throws_ok($$select thing.restore_deleted('acme', array[pg_temp.id(99)])$$, 'TB060', null, 'it must have been there');
select throws_ok($$select thing.deleted_things('acme', first => -1)$$, 'TB020', null, 'a page has a size');

select * from finish();
rollback;

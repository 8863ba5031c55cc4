begin;
select plan(22);

select thing.create_tenant('acme');
select thing.migrate('acme', '[
    {"op": "create_class", "class": "Brand", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Label", "extends": "Brand", "fields": []},
    {"op": "create_class", "class": "Product", "fields": [
        {"name": "sku", "type": "text", "unique": true},
        {"name": "price", "type": "integer"},
        {"name": "brand", "type": "reference", "target": "Brand", "onDelete": "setNull"},
        {"name": "second", "type": "reference", "target": "Brand", "onDelete": "setNull"},
        {"name": "part", "type": "reference", "target": "Product", "onDelete": "cascade"},
        {"name": "labels", "type": "references", "target": "Brand", "onDelete": "cascade"}]}]');
set local thing.actor = 'ann';
create temp table mark (seq bigint);
insert into mark values (0);
-- What has been logged since the last call, in order of (operation, version).
create function pg_temp.logged() returns text language plpgsql as $$
declare
    v_text text;
begin
    select string_agg(format('%s %s', l.operation, l.version), ', ' order by l.operation, l.version) into v_text
      from tenant_acme.change_log l
     where l.seq > (select seq from mark) and l.operation <> 'schema';
    update mark set seq = (select max(seq) from tenant_acme.change_log);
    return v_text;
end
$$;
create function pg_temp.join_table() returns text language sql as
    $$ select relname::text from pg_class where relnamespace = 'tenant_acme'::regnamespace and relname ~ '^tj_' and relkind = 'r' $$;
set local search_path = tenant_acme, public, tap;

insert into tc_product (sku, price) values ('a', 1), ('b', 2), ('c', 3);
select is(pg_temp.logged(), 'insert 1, insert 1, insert 1', 'a multi-row insert is logged once a row');
select is((select count(*) from thing_instances), 3::bigint, 'each row has its instance row');
select is((select string_agg(distinct actor, ',') from change_log where operation = 'insert'), 'ann', 'the actor is the one set');
select is((select string_agg(distinct by_role, ',') from change_log), session_user::text, 'the role is the one that logged in');
update tc_product set price = price + 1 where sku in ('a', 'b');
select is(pg_temp.logged(), 'update 2, update 2', 'an update is logged once a row');
select is((select jsonb_agg(old -> 'price' order by old -> 'price') from change_log where operation = 'update'), '[1, 2]', 'with the values before');
select is((select distinct version || updated_by from tc_product where sku in ('a', 'b')), '2ann', 'version and updated_by are stamped');
update tc_product set price = price;
select is(pg_temp.logged(), null, 'an update that changes nothing is no change');
update tc_product set version = 77, created_by = 'eve' where sku = 'c';
select is((select version || created_by from tc_product where sku = 'c'), '2ann', 'version and creation cannot be forged');
select is(pg_temp.logged(), 'update 2', 'the attempt is logged as the update it is');
insert into tc_product (sku, price) values ('c', 30), ('d', 40) on conflict (sku) do update set price = excluded.price;
select is(pg_temp.logged(), 'insert 1, update 3', 'an upsert logs inserts and updates, each once');
merge into tc_product t using (values ('a', 1), ('e', 5), ('d', null)) s (sku, price) on t.sku = s.sku
 when matched and s.price is null then delete
 when matched then update set price = 100
 when not matched then insert (sku, price) values (s.sku, s.price);
select is(pg_temp.logged(), 'delete 2, insert 1, update 3', 'MERGE logs all three, each once');

insert into tc_brand (name) values ('x');
update tc_product set brand = b.id, second = b.id from tc_brand b where sku = 'a';
update tc_product set part = (select id from tc_product where sku = 'a') where sku = 'b';
select pg_temp.logged();
delete from tc_brand;
select is(pg_temp.logged(), 'delete 2, update 5, update 6', 'both references set to null: two versions, each logged once');
select is((select jsonb_agg(old -> 'second' <> 'null' order by seq) from change_log where operation = 'update' and version in (5, 6)),
    '[true, true]', 'with the image before each');
delete from tc_product where sku = 'a';
select is(pg_temp.logged(), 'delete 4, delete 7', 'what a delete takes along is logged as well');
select is((select count(*) from thing_instances), (select count(*) from tc_product), 'and leaves no instance rows');

insert into tc_brand (name) values ('y');
do $$ begin execute format('insert into %I select p.id, b.id from tc_product p, tc_brand b', pg_temp.join_table()); end $$;
select is(pg_temp.logged(), 'insert 1, link , link ', 'links are logged');
delete from tc_product where sku = 'c';
select is(pg_temp.logged(), 'delete 4, unlink ', 'a delete takes its links along, logged');

set constraints all immediate;
select throws_ok('update tc_product set id = gen_random_uuid()', 'TB062', null, 'an id cannot change');
select throws_ok('truncate tc_product cascade', 'TB062', null, 'TRUNCATE cannot pass the log by');
select throws_ok(format('update %I set target_id = source_id', pg_temp.join_table()), 'TB062', null, 'a link is not updated');
select throws_ok('truncate ' || pg_temp.join_table(), 'TB062', null, 'nor truncated');

select * from finish();
rollback;

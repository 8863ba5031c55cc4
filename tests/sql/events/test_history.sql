begin;
select plan(15);

select thing.create_tenant('acme');
select thing.migrate('acme', '[
    {"op": "create_class", "class": "Tag", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Product", "fields": [
        {"name": "unitPrice", "type": "decimal"},
        {"name": "name", "type": "text", "rules": {"minLength": 2}},
        {"name": "secret", "type": "text"},
        {"name": "tags", "type": "references", "target": "Tag", "onDelete": "cascade"}]}]');
set local thing.actor = 'ann';
insert into tenant_acme.tc_product (id, unit_price, name, secret) values ('00000000-0000-7000-8000-000000000001', 1.50, 'one', 's3cret');
insert into tenant_acme.tc_tag (id, name) values ('00000000-0000-7000-8000-0000000000a1', 't1'), ('00000000-0000-7000-8000-0000000000a2', 't2');
insert into tenant_acme.tj_2_tags values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-0000000000a1');
set local thing.actor = 'bob';
update tenant_acme.tc_product set name = 'two', unit_price = null;
set local thing.actor = '';
delete from tenant_acme.tc_product;

create function pg_temp.life() returns table (version integer, operation text, actor text, changes jsonb, state jsonb) language sql as
    $$ select version, operation, actor, changes, state from thing.history('acme', 'Product', '00000000-0000-7000-8000-000000000001') $$;
select results_eq($$select version, operation, actor from pg_temp.life() where version is not null$$,
    format($$values (1, 'insert', 'ann'), (2, 'update', 'bob'), (3, 'delete', %L)$$, session_user), 'who and when, to the end');
select is((select changes from pg_temp.life() where version = 2),
    '{"name": {"old": "one", "new": "two"}, "unitPrice": {"old": "1.50", "new": null}}', 'what changed, by API name');
select is((select state ->> 'name' from pg_temp.life() where version = 1), 'one', 'the full state of each version');
select is((select state ->> 'secret' from pg_temp.life() where version = 2), 's3cret', 'unchanged fields too');
select is((select state from pg_temp.life() where version = 3), null, 'none after the delete');
select is((select changes from pg_temp.life() where operation = 'link'), '{"tags": {"added": "00000000-0000-7000-8000-0000000000a1"}}', 'links');

select thing.migrate('acme', '[{"op": "drop_field", "class": "Product", "field": "secret"}]');
select ok((select bool_and(coalesce(state, '{}')::text || changes::text !~ 's3cret|secret') from pg_temp.life()), 'a hidden field does not show in history');

select is(thing.restore_version('acme', 'Product', '00000000-0000-7000-8000-000000000001', 1) ->> 'name', 'one', 'a deleted thing comes back');
select results_eq($$select version, created_by, unit_price, secret from tenant_acme.tc_product$$,
    $$values (4, 'ann', 1.50, null::text)$$, 'as a new version, created when it was; what is hidden stays out');
select is((select count(*) from tenant_acme.tj_2_tags), 1::bigint, 'with its links');
insert into tenant_acme.tj_2_tags values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-0000000000a2');
update tenant_acme.tc_product set name = 'three';
select is(thing.restore_version('acme', 'Product', '00000000-0000-7000-8000-000000000001', 2) ->> 'name', 'two', 'and any earlier version');
select is((select version from pg_temp.life() where version is not null order by version desc limit 1), 6, 'which is logged');
select throws_ok($$select thing.restore_version('acme', 'Product', '00000000-0000-7000-8000-000000000001', 99)$$, 'TB060', null, 'there is no version 99');
select throws_ok($$select * from thing.history('acme', 'Product', '00000000-0000-7000-8000-0000000000ff')$$, 'TB060', null, 'nor another thing');
select thing.migrate('acme', '[{"op": "set_rules", "class": "Product", "field": "name", "rules": {"minLength": 4}, "existing": "keep"}]');
select throws_ok($$select thing.restore_version('acme', 'Product', '00000000-0000-7000-8000-000000000001', 1)$$, 'TB001', null, 'the rules of today hold');

select * from finish();
rollback;

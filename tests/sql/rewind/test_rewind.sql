begin;
select plan(27);

select thing.create_tenant('acme');
select thing.migrate('acme', '[
    {"op": "create_class", "class": "Maker", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Tag", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Product", "fields": [
        {"name": "sku", "type": "text", "unique": true, "required": true},
        {"name": "unitPrice", "type": "decimal"},
        {"name": "stock", "type": "integer", "rules": {"min": 0}},
        {"name": "maker", "type": "reference", "target": "Maker", "onDelete": "restrict"},
        {"name": "tags", "type": "references", "target": "Tag", "onDelete": "cascade"}]}]');
set local search_path = tenant_acme, public, tap;
create function pg_temp.id(n integer) returns uuid language sql as
    $$ select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid $$;
create function pg_temp.run(actor text default null, mode text default 'keep', classes text[] default null) returns jsonb
    language sql as $$ select thing.rewind('acme', now() - interval '1 minute', actor, classes, mode => run.mode) $$;
create function pg_temp.counts(report jsonb) returns jsonb language sql as
    $$ select report - 'classes' - 'conflictList' - 'leftOut' - 'applied' $$;
create function pg_temp.state() returns text language sql as $$
    select jsonb_build_object(
        'makers', (select jsonb_agg(to_jsonb(m) - '{version,updated_at,updated_by}'::text[] order by id) from tc_maker m),
        'products', (select jsonb_agg(to_jsonb(p) - '{version,updated_at,updated_by}'::text[] order by id) from tc_product p),
        'tags', (select jsonb_agg(to_jsonb(t) - '{version,updated_at,updated_by}'::text[] order by id) from tc_tag t),
        'links', (select jsonb_agg(to_jsonb(j) order by j) from tj_3_tags j))::text $$;

set local thing.actor = 'ann';
insert into tc_maker (id, name) values (pg_temp.id(1), 'm1'), (pg_temp.id(2), 'm2');
insert into tc_tag (id, name) values (pg_temp.id(11), 't1'), (pg_temp.id(12), 't2');
insert into tc_product (id, sku, unit_price, stock, maker)
    select pg_temp.id(20 + n), 'p' || n, n, n, pg_temp.id(1) from generate_series(1, 5) n;
insert into tj_3_tags values (pg_temp.id(21), pg_temp.id(11)), (pg_temp.id(22), pg_temp.id(11));
update change_log set at = at - interval '1 hour';
create temp table before as select pg_temp.state() as state;

-- an import: makes, changes, deletes, links; what is deleted has a maker that is deleted too
set local thing.actor = 'import';
insert into tc_maker (id, name) values (pg_temp.id(3), 'm3');
update tc_product set unit_price = 100 where id <= pg_temp.id(23);
update tc_product set stock = 50 where id = pg_temp.id(21);
delete from tc_product where id = pg_temp.id(24);
insert into tc_product (id, sku, maker) values (pg_temp.id(30), 'p4', pg_temp.id(3));
update tc_product set maker = pg_temp.id(3);
delete from tc_maker where id = pg_temp.id(1);
delete from tc_tag where id = pg_temp.id(11);
insert into tj_3_tags values (pg_temp.id(23), pg_temp.id(12));
create temp table after as select pg_temp.state() as state;

select is(pg_temp.counts(pg_temp.run(mode => 'plan')),
    '{"restored": 3, "reverted": 4, "deleted": 2, "linked": 2, "unlinked": 1, "conflicts": 0}', 'a plan counts');
select is(pg_temp.run(mode => 'plan') -> 'classes' -> 1,
    '{"class": "Product", "restored": 1, "reverted": 4, "deleted": 1, "linked": 2, "unlinked": 1, "conflicts": 0}', 'by class');
select is(pg_temp.state(), (select state from after), 'and changes nothing');
select is(pg_temp.counts(pg_temp.run('nobody', 'plan')) ->> 'reverted', '0', 'another actor did nothing');

savepoint whole;
set local thing.actor = 'admin';
select is(pg_temp.run(mode => 'refuse') ->> 'applied', 'true', 'a rewind');
select is(pg_temp.state(), (select state from before), 'brings back everything as it was');
select is((select count(*) from change_log where actor = 'admin'), 12::bigint, 'as changes in the log');
select is((select (version, created_by, updated_by) from tc_product where id = pg_temp.id(24)), ('3'::integer, 'ann'::text, 'admin'::text),
    'what comes back is a new version');
set constraints all immediate;
select is(pg_temp.counts(pg_temp.run(mode => 'refuse')), '{"restored": 0, "reverted": 0, "deleted": 0, "linked": 0, "unlinked": 0, "conflicts": 0}',
    'twice is as good as once');
select is(pg_temp.counts(pg_temp.run('admin', 'refuse')), '{"restored": 2, "reverted": 4, "deleted": 3, "linked": 1, "unlinked": 2, "conflicts": 0}',
    'a rewind can be taken back');
select is(pg_temp.state(), (select state from after), 'all of it');
rollback to whole;

-- by actor: what others did stays
set local thing.actor = 'bob';
update tc_product set stock = 7 where id in (pg_temp.id(21), pg_temp.id(22));
update tc_product set stock = 9 where id = pg_temp.id(30);
delete from tc_product where id = pg_temp.id(23);
set local thing.actor = 'admin';
select throws_ok($$select pg_temp.run('import', 'refuse')$$, 'TB070', null, 'conflicts refuse');
select is((select jsonb_agg(c - 'at' - 'message') from jsonb_array_elements(pg_temp.run('import', 'plan') -> 'conflictList') c), '[
    {"class": "Maker", "id": "00000000-0000-7000-8000-000000000003", "reason": "REFERENCED"},
    {"class": "Product", "id": "00000000-0000-7000-8000-000000000021", "field": "stock", "reason": "CHANGED", "actor": "bob", "present": 7, "earlier": 1},
    {"class": "Product", "id": "00000000-0000-7000-8000-000000000023", "reason": "DELETED", "actor": "bob"},
    {"class": "Product", "id": "00000000-0000-7000-8000-000000000024", "reason": "DUPLICATE"},
    {"class": "Product", "id": "00000000-0000-7000-8000-000000000030", "reason": "CHANGED", "actor": "bob"}]', 'each is listed');
select is((select jsonb_agg(c ->> 'message' order by n) from jsonb_array_elements(pg_temp.run('import', 'plan') -> 'conflictList') with ordinality x (c, n)), '[
    "Maker 00000000-0000-7000-8000-000000000003 stays: Product 00000000-0000-7000-8000-000000000030 refers to it by maker",
    "Product 00000000-0000-7000-8000-000000000021: stock was changed later by bob",
    "Product 00000000-0000-7000-8000-000000000023 was deleted later by bob",
    "Product 00000000-0000-7000-8000-000000000024 stays: 00000000-0000-7000-8000-000000000030 has its sku by now",
    "Product 00000000-0000-7000-8000-000000000030 was changed later by bob"]', 'with a reason to read');
select is(pg_temp.counts(pg_temp.run('import', 'keep')),
    '{"restored": 2, "reverted": 3, "deleted": 0, "linked": 2, "unlinked": 0, "conflicts": 5}', 'the rest is taken back');
select results_eq($$select right(id::text, 2), unit_price, stock, right(maker::text, 1) from tc_product order by id$$,
    $$values ('21', 1.0, 7, '1'), ('22', 2.0, 7, '1'), ('25', 5.0, 5, '1'), ('30', null, 9, '3')$$, 'field by field');
set constraints all immediate;
rollback to whole;

-- classes, rules, what is gone
select is(pg_temp.counts(pg_temp.run(mode => 'plan', classes => '{Tag}')),
    '{"restored": 1, "reverted": 0, "deleted": 0, "linked": 2, "unlinked": 0, "conflicts": 0}', 'one class, with the links that its deletes took along');
select thing.migrate('acme', '[{"op": "set_rules", "class": "Product", "field": "unitPrice", "rules": {"min": 2}, "existing": "keep"}]');
select is(pg_temp.run(mode => 'plan') -> 'conflictList' -> 1 ->> 'message',
    'Product 00000000-0000-7000-8000-000000000021 would break a rule: unitPrice: must be at least 2', 'the rules of today hold');
select is(pg_temp.run(mode => 'plan') -> 'conflictList' -> 0 ->> 'message',
    'Maker 00000000-0000-7000-8000-000000000003 stays: Product 00000000-0000-7000-8000-000000000021 refers to it by maker', 'with what follows from that');
rollback to whole;
select thing.migrate('acme', '[{"op": "drop_field", "class": "Product", "field": "unitPrice"}]');
select is(pg_temp.run(mode => 'plan') -> 'leftOut', '[{"class": "Product", "field": "unitPrice"}]', 'fields that are gone are left out');
rollback to whole;

-- fields that came later
select thing.migrate('acme', '[
    {"op": "add_field", "class": "Maker", "field": {"name": "note", "type": "text", "default": "see {before}", "required": true}},
    {"op": "add_field", "class": "Maker", "field": {"name": "due", "type": "date", "default": "today+P1Y"}}]');
select is(pg_temp.counts(pg_temp.run(mode => 'refuse', classes => '{Maker,Product,Tag}')) ->> 'conflicts', '0',
    'a required field that came later has its default');
select is((select (note, due) from tc_maker where id = pg_temp.id(1)),
    ('see {before}'::text, ((now() at time zone 'UTC') + interval '1 year')::date), 'as it is written, reckoned from today');
rollback to whole;

select throws_ok($$select thing.rewind('acme', null)$$, 'TB020', null, 'a time is needed');
select throws_ok($$select thing.rewind('acme', now() + interval '1 hour')$$, 'TB020', null, 'of the past');
select throws_ok($$select thing.rewind('acme', now(), mode => 'x')$$, 'TB020', null, 'and a mode');
select throws_ok($$select thing.rewind('acme', now(), classes => '{Nothing}')$$, 'TB021', null, 'and classes that exist');
delete from change_log where seq = (select min(seq) from change_log);
update change_log_state set trimmed_seq = 1;
select throws_ok($$select thing.rewind('acme', now() - interval '1 day')$$, 'TB071', null, 'the log is too short');

select * from finish();
rollback;

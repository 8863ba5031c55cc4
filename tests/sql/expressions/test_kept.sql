-- A kept figure of a list is a column that statements on the list's things maintain: it is what the direct query says
-- whatever writes them, makes no version and no event, can be indexed, and follows every change of the schema.
begin;
select plan(33);
select thing.create_tenant('keep');
select thing.migrate('keep', '[
    {"op": "create_class", "class": "Tag", "fields": [{"name": "name", "type": "text"}, {"name": "weight", "type": "integer"}]},
    {"op": "create_class", "class": "Invoice", "fields": [{"name": "name", "type": "text"}, {"name": "paid", "type": "decimal", "default": 0}, {"name": "tags", "type": "references", "target": "Tag"}]},
    {"op": "create_class", "class": "Line", "fields": [{"name": "quantity", "type": "integer"}, {"name": "price", "type": "decimal"}, {"name": "note", "type": "text"}, {"name": "gift", "type": "boolean"},
        {"name": "invoice", "type": "reference", "target": "Invoice", "onDelete": "setNull"}]},
    {"op": "create_class", "class": "Gift", "extends": "Line"},
    {"op": "create_class", "class": "Piece", "fields": [{"name": "n", "type": "integer"}, {"name": "line", "type": "reference", "target": "Line", "onDelete": "cascade"}]}]');
select set_config('search_path', 'tenant_keep, ' || current_setting('search_path'), true);
insert into tc_invoice (name) values ('a'), ('b'), ('c');
insert into tc_line (quantity, price, note, invoice) select n, n, 'x' || n, i.id from tc_invoice i, generate_series(1, 3) n where name <> 'c';
insert into tc_tag (name, weight) values ('t', 1), ('u', 2);
insert into tj_2_tags (source_id, target_id) select i.id, t.id from tc_invoice i, tc_tag t where i.name = 'a';
select lives_ok($$ select thing.migrate('keep', '[
    {"op": "add_field", "class": "Line", "field": {"name": "pieceCount", "type": "integer", "kept": true, "expression": "count(pieces)"}},
    {"op": "add_field", "class": "Invoice", "field": {"name": "total", "type": "decimal", "kept": true, "indexed": true, "expression": "coalesce(sum(lines.quantity * lines.price), 0)"}},
    {"op": "add_field", "class": "Invoice", "field": {"name": "size", "type": "integer", "kept": true, "expression": "count(lines where not lines.price is null)"}},
    {"op": "add_field", "class": "Invoice", "field": {"name": "pieces", "type": "integer", "kept": true, "expression": "sum(lines.pieceCount)"}},
    {"op": "add_field", "class": "Invoice", "field": {"name": "lastNote", "type": "text", "kept": true, "expression": "max(lines.note)"}},
    {"op": "add_field", "class": "Invoice", "field": {"name": "weight", "type": "integer", "kept": true, "expression": "sum(tags.weight)"}},
    {"op": "add_field", "class": "Tag", "field": {"name": "uses", "type": "integer", "kept": true, "expression": "count(invoices where invoices.paid = 0)"}},
    {"op": "add_field", "class": "Invoice", "field": {"name": "open", "type": "decimal", "expression": "total - paid"}}]') $$, 'added');
create function pg_temp.wrong() returns bigint language plpgsql as $f$
declare
    v_field record;
    v_count bigint;
    v_all bigint := 0;
begin
    for v_field in select f.id, 'tc_' || c.physical_name as t from thing_class_fields f join thing_classes c on c.id = f.class_id
                    where f.expression -> 'kept' = 'true' and f.dropped_version is null and c.dropped_version is null loop
        execute format('select count(*) from %I _p where %s', v_field.t, thing.kept_differs_sql(v_field.id)) into v_count;
        v_all := v_all + v_count;
    end loop;
    return v_all;
end $f$;
select results_eq('select name, total, size, open, last_note, weight, version from tc_invoice order by 1', $$ values ('a', 14::numeric, 3, 14::numeric, 'x3', 3, 1), ('b', 14, 3, 14, 'x3', null, 1), ('c', 0, 0, 0, null, null, 1) $$, 'filled with what was there');
select results_eq('select name, uses from tc_tag order by 1', $$ values ('t', 1), ('u', 1) $$, 'from the other end of links');
create temporary table events as select max(seq) as seq from change_log;
insert into tc_line (quantity, price, note, invoice) select 100, n, 'z', i.id from tc_invoice i, generate_series(1, 20) n;
insert into tc_gift (quantity, price, invoice) select 7, 1, i.id from tc_invoice i where name = 'c';
select is(pg_temp.wrong(), 0::bigint, 'many at once, of a class that extends the one of the list too');
select is((select total from tc_invoice where name = 'c'), 21007::numeric, 'and counted');
update tc_line set invoice = (select id from tc_invoice where name = 'c'), quantity = quantity + 1 where price in (1, 2);
select is(pg_temp.wrong(), 0::bigint, 'moved to another thing');
update tc_line set price = null, note = upper(note) where quantity = 100 and price > 15;
select is(pg_temp.wrong(), 0::bigint, 'a value that goes');
insert into tc_piece (n, line) select n, l.id from tc_line l, generate_series(1, 2) n where price = 3;
select is(pg_temp.wrong(), 0::bigint, 'a figure of figures');
select is((select sum(pieces) from tc_invoice), 10::bigint, 'which are there');
merge into tc_line l using generate_series(1, 5) n on l.price = n when matched and n = 4 then delete when matched then update set quantity = 9 when not matched then insert (quantity) values (1);
insert into tc_line (id, quantity, price, invoice) select l.id, 1, 1, l.invoice from tc_line l where price = 5 on conflict (id) do update set quantity = 77, invoice = null;
select is(pg_temp.wrong(), 0::bigint, 'merge and upsert');
delete from tc_line where price = 3;
select is(pg_temp.wrong(), 0::bigint, 'deleted, with what cascades');
with gone as (delete from tc_line where price = 6), moved as (update tc_line set invoice = null where price = 7) insert into tc_line (price, quantity, invoice) select 8, 8, id from tc_invoice;
select is(pg_temp.wrong(), 0::bigint, 'several in one statement');
update tc_tag set weight = weight * 10;
update tc_invoice set paid = 5 where name = 'b';
insert into tj_2_tags (source_id, target_id) select i.id, t.id from tc_invoice i, tc_tag t where i.name <> 'a' and t.name = 't';
select is(pg_temp.wrong(), 0::bigint, 'linked, and what is linked changes');
select results_eq('select name, weight from tc_invoice order by 1', $$ values ('a', 30), ('b', 10), ('c', 10) $$, 'which is there');
delete from tj_2_tags j using tc_tag t where t.id = j.target_id and t.name = 'u';
delete from tc_invoice where name = 'b';
delete from tc_tag where name = 't';
select is(pg_temp.wrong(), 0::bigint, 'unlinked, and ends of links deleted');
select is(array(select distinct operation || class_id from change_log where seq > (select seq from events) and class_id = 2 order by 1), array['delete2', 'link2', 'unlink2', 'update2'], 'only what was written is in the log');
select is((select max(version) from tc_invoice), 1, 'a figure makes no version');
set local role tenant_keep;
insert into tc_invoice (name) values ('d');
insert into tc_line (price, quantity, invoice) select 5, 5, id from tc_invoice;
reset role;
select is(has_column_privilege('tenant_keep', 'tc_invoice', 'total', 'insert, update'), false, 'a tenant writes no figure');
select is(pg_temp.wrong(), 0::bigint, 'written by the tenant');
update tc_invoice set total = 1, size = 2 where name = 'd';
select results_eq($$ select kind, class, repairable from thing.check('keep', true) $$, $$ values ('changed figures', 'Invoice', true), ('changed figures', 'Invoice', true) $$, 'drift is seen');
select count(*) from thing.repair('keep', false);
select is_empty($$ select * from thing.check('keep', true) $$, 'and mended');
create temporary table version as select thing.schema_version('keep') as version, thing.document('keep') as document;
select is((select count(*) from thing.migrate('keep', '[{"op": "rename_field", "class": "Line", "field": "price", "to": "cost"}, {"op": "rename_class", "class": "Line", "to": "Item"},
    {"op": "alter_field", "class": "Invoice", "field": "total", "set": {"expression": "sum(lines.cost)"}},
    {"op": "alter_field", "class": "Invoice", "field": "size", "set": {"kept": false}},
    {"op": "alter_field", "class": "Invoice", "field": "lastNote", "set": {"expression": "min(lines.note)"}},
    {"op": "alter_field", "class": "Item", "field": "pieceCount", "set": {"type": "bigint", "expression": "sum(pieces.n)"}},
    {"op": "drop_class", "class": "Gift"}]')), 1::bigint, 'all of it changes');
select is(pg_temp.wrong(), 0::bigint, 'filled anew');
insert into tc_line (quantity, price, note, invoice) select 1, 1, 'a', i.id from tc_invoice i;
select is(pg_temp.wrong(), 0::bigint, 'and kept');
select is_empty($$ select * from thing.check('keep', true) $$, 'nothing is left over');
select thing.drop_field('keep', 'Invoice', 'weight');
select is(to_regproc('upkeep_1'), null, 'what kept a field goes with it');
select lives_ok($$ select thing.rollback('keep', (select version from version)) $$, 'it comes back as it was');
select is(thing.document('keep'), (select document from version), 'in the document');
insert into tc_gift (quantity, price, invoice) select 2, 2, i.id from tc_invoice i;
select is(pg_temp.wrong(), 0::bigint, 'in its figures');
select is_empty($$ select * from thing.check('keep', true) $$, 'in all');
create function pg_temp.refused(p_class text, p_expression text, p_type text default 'integer') returns text language plpgsql as $f$
begin
    perform thing.add_field('keep', p_class, 'bad', p_type, expression => p_expression, kept => true);
    return 'not refused';
exception when others then
    return sqlstate || ' ' || substring(sqlerrm from '^[^(]*[^( ]');
end $f$;
select results_eq($$ select pg_temp.refused(e[1], e[2], e[3]) from (values
    (array['Line', 'quantity * 2', 'integer']), (array['Invoice', 'sum(lines.quantity) + length(name)', 'integer']),
    (array['Invoice', 'sum(lines.quantity where lines.note = name)', 'integer']), (array['Line', 'count(invoice.lines)', 'integer']),
    (array['Invoice', 'sum(lines.invoice.version)', 'integer']), (array['Invoice', 'count(lines where lines.createdAt < now())', 'integer']),
    (array['Invoice', 'sum(float(lines.price))', 'float'])) v (e) $$, $$ values
    ('TB02A Line.bad cannot be kept: it is not a figure of a list'), ('TB02A Invoice.bad cannot be kept: it also uses fields of the thing itself'),
    ('TB02A Invoice.bad cannot be kept: it also uses fields of the thing itself'), ('TB02A Line.bad cannot be kept: one of its lists stands behind a reference'),
    ('TB02A Invoice.bad cannot be kept: it goes through references of the things of a list'), ('TB02A Invoice.bad cannot be kept: it depends on the time'),
    ('TB02A Invoice.bad cannot be kept: a sum of floats depends on their order') $$, 'what cannot be kept is refused');
select throws_ok($$ select thing.drop_field('keep', 'Line', 'price') $$, 'TB034', null, 'and what it is made of stays');
set local enable_seqscan = off;
create function pg_temp.plan(p_sql text) returns setof text language plpgsql as $f$ begin return query execute 'explain (costs off) ' || p_sql; end $f$;
select ok(exists (select from pg_temp.plan('select id from tc_invoice order by total, id limit 5') p where p like '%Index%ti_2_total%'), 'a list is ordered by its index');
select * from finish();
rollback;

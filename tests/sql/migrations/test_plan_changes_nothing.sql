-- A plan leaves no trace: metadata, tables and locks are as before, and every kind of change can be planned.
begin;
select plan(5);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Tag', '[{"name": "name", "type": "text"}]');
select thing.create_class('shop', 'Product', '[{"name": "title", "type": "text"}, {"name": "tag", "type": "reference", "target": "Tag"}]');
insert into tenant_shop.tc_product (title) values ('x');
create temp table planned (plan jsonb);
create function pg_temp.trace() returns text language sql as $$
    select md5(concat((select string_agg(c::text, ',' order by id) from tenant_shop.thing_classes c),
                      (select string_agg(f::text, ',' order by id) from tenant_shop.thing_class_fields f),
                      (select count(*) from tenant_shop.schema_versions),
                      (select string_agg(a::text, ',' order by a.attrelid, a.attnum) from pg_attribute a join pg_class c on c.oid = a.attrelid
                        where c.relnamespace = 'tenant_shop'::regnamespace),
                      (select count(*) from pg_trigger), (select count(*) from pg_constraint)))
$$;
create temp table before as select pg_temp.trace() as trace;
create temp table locks as select relation, mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation';
select lives_ok($$ insert into planned select thing.plan('shop', '[
    {"op": "add_field", "class": "Product", "field": {"name": "price", "type": "decimal", "required": true, "default": 1}},
    {"op": "create_class", "class": "Vendor", "fields": [{"name": "name", "type": "text"}]},
    {"op": "drop_field", "class": "Product", "field": "tag"},
    {"op": "set_rules", "class": "Product", "field": "title", "rules": {"minLength": 5}},
    {"op": "rename_class", "class": "Tag", "to": "Label"},
    {"op": "drop_class", "class": "Label"}]') $$);
select is(pg_temp.trace(), (select trace from before), 'nothing has changed');
select is_empty($$ select l.relation::regclass, l.mode from pg_locks l join pg_class c on c.oid = l.relation
    where l.pid = pg_backend_pid() and l.locktype = 'relation' and c.relname ~ '^t[cj]_'
      and (l.relation, l.mode) not in (select * from locks) and l.mode <> 'AccessShareLock' $$, 'no table of a class is locked');
select is((select plan #>> '{conflicts,0,rows}' from planned), '1', 'it counts the rows that break the new rules');
select cmp_ok((select jsonb_array_length(plan -> 'statements') from planned), '>', 5, 'it lists the statements');
select * from finish();
rollback;

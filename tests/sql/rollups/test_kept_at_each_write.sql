-- An immediate rollup is a class that nobody writes: whatever writes the things it counts, its rows are what the
-- direct query says, groups come and go, and a null is a key like others.
begin;
select plan(20);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Invoice', '[{"name": "status", "type": "select", "params": {"values": ["open", "paid"]}}, {"name": "total", "type": "decimal", "params": {"precision": 10, "scale": 2}}, {"name": "pieces", "type": "integer"}, {"name": "at", "type": "datetime"}]');
insert into tenant_shop.tc_invoice (status, total, pieces, at) values ('open', 1.5, -2147483648, '2026-01-31T23:30:00Z'), ('open', 2.5, 2, '2026-02-01T00:00:00Z'), (null, null, 3, null);
select lives_ok($$ select thing.migrate('shop', '[{"op": "create_rollup", "name": "Sales", "class": "Invoice", "groupBy": ["status", {"path": "at", "by": "MONTH", "zone": "Europe/Oslo"}], "aggregates": [{"function": "avg", "path": "total", "name": "mean"}, {"function": "sum", "path": "pieces"}, {"function": "min", "path": "at"}, {"function": "max", "path": "total"}]}]') $$, 'made');
create view pg_temp.direct as
select status, date_trunc('month', at at time zone 'Europe/Oslo')::date as at_month, count(*) as count, avg(total) as mean, count(total) as count_total, sum(total) as sum_total,
       sum(pieces) as sum_pieces, count(pieces) as count_pieces, min(at) as min_at, count(at) as count_at, max(total) as max_total
  from tenant_shop.tc_invoice group by 1, 2;
create function pg_temp.differ() returns bigint language sql as $$
    select count(*) from (
        (select status, at_month, count, mean, count_total, sum_total, sum_pieces, count_pieces, min_at, count_at, max_total from tenant_shop.tc_sales except all table pg_temp.direct)
        union all
        (table pg_temp.direct except all select status, at_month, count, mean, count_total, sum_total, sum_pieces, count_pieces, min_at, count_at, max_total from tenant_shop.tc_sales)) d
$$;
select is(pg_temp.differ(), 0::bigint, 'filled with what was there');
select results_eq('select count(*)::integer, max(count)::integer from tenant_shop.tc_sales', 'values (2, 2)', 'two groups: the zone decides the month, null is a key');
insert into tenant_shop.tc_invoice (status, total, pieces, at) select 'paid', n, n, timestamptz '2026-03-01' + n * interval '1 day' from generate_series(1, 100) n;
select is(pg_temp.differ(), 0::bigint, 'many at once');
update tenant_shop.tc_invoice set status = 'paid' where status is null;
select is(pg_temp.differ(), 0::bigint, 'from one group to another');
update tenant_shop.tc_invoice set total = null where total = 1;
select is(pg_temp.differ(), 0::bigint, 'a value that goes');
delete from tenant_shop.tc_invoice where total in (2.5, 100, 31, 32);
select is(pg_temp.differ(), 0::bigint, 'the greatest and the least went');
update tenant_shop.tc_invoice set total = 200 - total, at = at - interval '40 days';
select is(pg_temp.differ(), 0::bigint, 'everything moves');
update tenant_shop.tc_invoice set pieces = pieces;
select is(pg_temp.differ(), 0::bigint, 'nothing moves');
merge into tenant_shop.tc_invoice i using generate_series(1, 3) n on i.pieces = n when matched and n = 2 then delete when matched then update set total = 7 when not matched then insert (status, pieces) values ('open', n);
select is(pg_temp.differ(), 0::bigint, 'merge');
savepoint before;
delete from tenant_shop.tc_invoice;
select is_empty('select from tenant_shop.tc_sales', 'no things, no groups');
rollback to before;
select is(pg_temp.differ(), 0::bigint, 'rolled back with the write');
update tenant_shop.tc_sales set count = 77, sum_total = 3, min_at = null;
insert into tenant_shop.tc_sales (status, count, count_total, sum_pieces, count_pieces, count_at) values ('gone', 1, 1, 1, 1, 1);
select results_eq($$ select kind, class, repairable from thing.check('shop', true) $$, $$ values ('changed figures', 'Sales', true) $$, 'that is seen');
select count(*) from thing.repair('shop', false);
select is(pg_temp.differ(), 0::bigint, 'repaired, it is right again');
select is(has_table_privilege('tenant_shop', 'tenant_shop.tc_sales', 'select'), true, 'the tenant reads it');
select is(has_any_column_privilege('tenant_shop', 'tenant_shop.tc_sales', 'insert, update, references') or has_table_privilege('tenant_shop', 'tenant_shop.tc_sales', 'delete, truncate'), false, 'and does not write it');
set local role tenant_shop;
insert into tenant_shop.tc_invoice (total) values (5);
reset role;
select is(pg_temp.differ(), 0::bigint, 'as the tenant');
select is_empty($$ select * from thing.check('shop', true) $$, 'nothing is damaged');
select thing.rename_field('shop', 'Invoice', 'total', 'amount');
create temporary table renamed as select thing.schema_version('shop') as version, thing.document('shop') -> 'rollups' as rollups;
select thing.migrate('shop', '[{"op": "drop_rollup", "name": "Sales"}]');
select lives_ok($$ select thing.rollback('shop', (select version from renamed)) $$, 'it comes back as it was, a field has another name');
select is(thing.document('shop') -> 'rollups', (select rollups from renamed), 'with its names');
select * from finish();
rollback;

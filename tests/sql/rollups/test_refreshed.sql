-- A rollup that is refreshed by interval or by hand stands still until then; its job comes again and again, and what
-- the job has to say is seen. A large class is counted by a job, whatever was written meanwhile.
begin;
select plan(15);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Invoice', '[{"name": "status", "type": "text"}, {"name": "total", "type": "float"}, {"name": "n", "type": "integer"}, {"name": "twice", "type": "integer", "expression": "n * 2"}]');
insert into tenant_shop.tc_invoice (status, total, n) select n % 3, n, n from generate_series(1, 9) n;
select lives_ok($$ select thing.migrate('shop', '[
    {"op": "create_rollup", "name": "ByHand", "class": "Invoice", "groupBy": ["status"], "aggregates": [{"function": "avg", "path": "total"}], "refresh": "manual"},
    {"op": "create_rollup", "name": "Often", "class": "Invoice", "aggregates": [{"function": "max", "path": "n"}], "refresh": {"every": "1 hour"}}]') $$, 'made');
select throws_ok($$ select thing.migrate('shop', '[{"op": "create_rollup", "name": "Bad", "class": "Invoice", "refresh": {"every": "1 second"}}]') $$, 'TB020', null, 'too often');
select throws_ok($$ select thing.migrate('shop', '[{"op": "create_rollup", "name": "Bad", "class": "Invoice", "aggregates": [{"function": "sum", "path": "total"}]}]') $$, 'TB020', null, 'sums of floats cannot be kept by differences');
select throws_ok($$ select thing.migrate('shop', '[{"op": "create_rollup", "name": "Bad", "class": "Invoice", "aggregates": [{"function": "sum", "path": "twice"}]}]') $$, 'TB020', null, 'nor computed fields');
select throws_ok($$ select thing.migrate('shop', '[{"op": "create_rollup", "name": "Bad", "class": "Invoice", "filter": {"field": "twice", "min": 1}}]') $$, 'TB025', null, 'nor by them');
select results_eq($$ select name, class, refresh, refreshed_at is not null, age is not null, job_state, error from thing.rollups('shop') $$,
    $$ values ('ByHand', 'Invoice', 'manual', true, true, null, null), ('Often', 'Invoice', '1 hour', true, true, 'queued', null) $$, 'filled, and the next time is known') ;
delete from tenant_shop.tc_invoice where status = '0' or n > 6;
select results_eq('select status, count, avg_total from tenant_shop.tc_by_hand order by 1', $$ values ('0', 3::bigint, 6::float), ('1', 3, 4), ('2', 3, 5) $$, 'as it was');
select isnt(thing.refresh_rollup('shop', 'ByHand'), null, 'refreshed');
select results_eq('select status, count, avg_total from tenant_shop.tc_by_hand order by 1', $$ values ('1', 2::bigint, 2.5::float), ('2', 2, 3.5) $$, 'as it is');
select throws_ok($$ select thing.refresh_rollup('shop', 'Invoice') $$, 'TB020', null, 'a class is no rollup');
update tenant_shop.thing_jobs set run_after = '-infinity';
create temp table claimed as select * from thing.claim_job('shop');
select is((select thing.step_job(c.tenant, c.job) from claimed c), null, 'the job refreshes');
select results_eq('select count, max_n from tenant_shop.tc_often', 'values (4::bigint, 5)', 'so it is');
select results_eq($$ select state, run_after > now() + interval '59 minutes' from thing.jobs('shop') where state <> 'done' $$, $$ values ('queued', true) $$, 'and will again');
insert into tenant_shop.tc_invoice (status, n) select 'x', n from generate_series(1, 60000) n;
select thing.migrate('shop', '[{"op": "create_rollup", "name": "Large", "class": "Invoice", "groupBy": ["status"], "aggregates": [{"function": "sum", "path": "n"}]}]') -> 'jobs' as jobs;
delete from tenant_shop.tc_invoice where n = 60000;
insert into tenant_shop.tc_invoice (status, n) values ('x', 7);
drop table claimed;
create temp table claimed as select * from thing.claim_job('shop');
select is((select thing.step_job(c.tenant, c.job) from claimed c), null, 'counted by a job');
select results_eq($$ select count, sum_n from tenant_shop.tc_large where status = 'x' $$, $$ select count(*), sum(n) from tenant_shop.tc_invoice where status = 'x' $$, 'with what was written meanwhile');
select * from finish();
rollback;

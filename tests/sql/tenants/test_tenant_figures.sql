-- What metrics show of a tenant's room on disk and of its jobs.
begin;
select plan(4);

select lives_ok($$ select thing.create_tenant('figures') $$, 'a tenant');
select is((select count(*)::integer from thing.tenant_figures('{figures,nobody}')), 1, 'one row a tenant that there is');
select ok((select storage_bytes > log_bytes and log_bytes > 0 from thing.tenant_figures('{figures}')), 'bytes');
select results_eq($$ select jobs_queued, jobs_failed from thing.tenant_figures('{figures}') $$,
    $$ values (0::bigint, 0::bigint) $$, 'no jobs');

select * from finish();
rollback;

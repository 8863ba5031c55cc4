-- Queues a failed job again, now. Errors: TB039 UNKNOWN_JOB, TB044 FORBIDDEN. Definer: writes the tenant's queue.
create or replace function thing.retry_job(tenant text, job bigint)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(retry_job.tenant);
    update thing_jobs j set state = 'queued', attempts = 0, run_after = now(), finished_at = null
     where j.id = retry_job.job and j.state in ('queued', 'failed');
    if not found then
        perform thing.fail('UNKNOWN_JOB', format('job %s does not exist, or it is neither waiting nor failed',
            retry_job.job), jsonb_build_object('job', retry_job.job));
    end if;
    insert into thing.job_queue as q (schema_name, due_at) values (current_schema(), now())
    on conflict (schema_name) do update set due_at = least(q.due_at, excluded.due_at);
end
$$;
comment on function thing.retry_job(text, bigint) is
    'Queue a failed job again, once its rows are mended. Example: select thing.retry_job(''acme'', 1).';
revoke all on function thing.retry_job(text, bigint) from public;
grant execute on function thing.retry_job(text, bigint) to thing_admin;

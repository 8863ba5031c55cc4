-- Tells that a claimed job's step failed, and gives the job back. What passes by itself (busy, deadlock, a lost server)
-- is tried again after 2, 4, 8 ... seconds, at most 10 minutes; anything else five times. Rows that do not fit fail at
-- once, with the rows named. Errors: TB039 UNKNOWN_JOB, TB044 FORBIDDEN. Definer: reads the tenant's rows to name them.
create or replace function thing.fail_job(
    tenant text, job bigint, sqlstate text, message text, detail jsonb default null)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_job record;
    v_problem text;
    v_rows jsonb;
    v_state text;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(fail_job.tenant);
    v_job := thing.claimed_job(fail_job.job);
    -- 55000: thing.work_job, whose psql has shown the error
    if fail_job.sqlstate in ('23502', '23503', '23505', '23514', '55000') then
        select p.message, p.rows into v_problem, v_rows
          from thing.job_problem(v_job.class_id, v_job.kind, v_job.table_name, v_job.name) p;
    end if;
    v_state := case
        when v_problem is not null then 'failed'
        when fail_job.sqlstate = 'TB030' or left(fail_job.sqlstate, 2) in ('08', '40', '53', '55', '57') then 'queued'
        when fail_job.sqlstate like 'TB%' or v_job.attempts >= 5 then 'failed'
        else 'queued' end;
    update thing_jobs j
       set state = v_state, error = coalesce(v_problem, fail_job.message),
           error_detail = coalesce(v_rows, fail_job.detail),
           run_after = clock_timestamp() + case fail_job.sqlstate when '55000' then 0 else least(
               power(2, least(j.attempts, 10)), 600) end * interval '1 second',
           finished_at = case v_state when 'failed' then clock_timestamp() end
     where j.id = fail_job.job;
    perform pg_advisory_unlock(thing.job_lock_key()::integer, (fail_job.job & 2147483647)::integer);
    return v_state;
end
$$;
comment on function thing.fail_job(text, bigint, text, text, jsonb) is
    'Tell that a step of a claimed job failed; returns what becomes of it: queued (tried again later) or failed. '
    'Example: select thing.fail_job(''acme'', 1, ''57P01'', ''the server was stopped'').';
revoke all on function thing.fail_job(text, bigint, text, text, jsonb) from public;
grant execute on function thing.fail_job(text, bigint, text, text, jsonb) to thing_admin;

-- The job, which this session must have claimed. Runs inside the tenant's schema. Errors: TB039 UNKNOWN_JOB.
create or replace function thing.claimed_job(
    p_job bigint, out kind text, out class_id integer, out field_id integer, out table_name text, out name text,
    out attempts integer, out progress jsonb)
language plpgsql
as $$
begin
    if thing.job_holder(p_job) = pg_backend_pid() then
        select j.kind, j.class_id, j.field_id, j.table_name, j.object_name, j.attempts, j.progress
          into kind, class_id, field_id, table_name, name, attempts, progress
          from thing_jobs j
         where j.id = p_job and j.state = 'running';
    end if;
    if kind is null then
        perform thing.fail('UNKNOWN_JOB', format('job %s was not claimed by this session', p_job),
            jsonb_build_object('job', p_job));
    end if;
end
$$;
comment on function thing.claimed_job(bigint) is 'A job that this session has claimed. Internal.';
revoke all on function thing.claimed_job(bigint) from public;

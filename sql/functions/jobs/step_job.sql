-- One step of a claimed job (protocol: thing.claim_job). Null: it is done.
-- Errors: TB030 SCHEMA_BUSY, TB033 CONVERSION_FAILED, TB039 UNKNOWN_JOB, TB044 FORBIDDEN, and what PostgreSQL says of
-- rows that do not fit. Definer: works on tables of thing_owner.
create or replace function thing.step_job(tenant text, job bigint)
returns text[]
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set standard_conforming_strings = on
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_job record;
    v_statements text[];
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(step_job.tenant);
    v_job := thing.claimed_job(step_job.job);
    if v_job.kind = 'retype' then
        v_statements := thing.step_retype(step_job.job);
    elsif v_job.kind = 'alias' then
        v_statements := thing.step_alias(v_job.class_id, step_job.job);
    elsif v_job.kind = 'kept' then
        v_statements := thing.step_kept(step_job.job);
    elsif v_job.kind = 'rollup' then
        v_statements := thing.step_rollup(v_job.class_id, step_job.job);
    elsif v_job.kind = 'advice' then
        perform thing.auto_index();
        delete from thing_jobs j where j.id = step_job.job;   -- it comes every ten seconds
    else
        v_statements := thing.step_object(v_job.class_id, v_job.kind, v_job.table_name, v_job.name);
    end if;
    if v_statements is null then
        update thing_jobs j set state = 'done', finished_at = clock_timestamp(), error = null, error_detail = null
         where j.id = step_job.job;
        perform pg_advisory_unlock(thing.job_lock_key()::integer, (step_job.job & 2147483647)::integer);
    elsif cardinality(v_statements) > 0 then
        -- Operator classes of extensions are found through the tenant's path.
        v_statements := format('set search_path = %s', current_setting('search_path')) || v_statements;
    end if;
    return v_statements;
end
$$;
comment on function thing.step_job(text, bigint) is
    'One step of a job that this session has claimed: null when the job is done, else the statements to run outside a '
    'transaction before the next step. Example: select thing.step_job(''acme'', 1).';
revoke all on function thing.step_job(text, bigint) from public;
grant execute on function thing.step_job(text, bigint) to thing_admin;

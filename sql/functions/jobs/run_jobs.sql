-- Claims every job that is due and returns the statements that work them off, for psql to run one after the other. Made
-- as statements because CREATE INDEX CONCURRENTLY can run in no function and in no transaction:
--     select thing.run_jobs() \gexec
-- A change of type takes several rounds: repeat until it returns no `call`. Needs psql in autocommit, as a member of
-- thing_admin and thing_owner (a superuser is). An index that fails shows its error, and the `call` behind it tells the
-- job. A daemon wants the CLI's worker instead (./thingbase jobs run --watch).
-- Errors: TB044 FORBIDDEN. Definer: reads every tenant's queue.
create or replace function thing.run_jobs(tenant text default null)
returns setof text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_job record;
begin
    return next 'set role thing_owner';
    return next 'set lock_timeout = ''30s''';
    return next 'set statement_timeout = 0';
    loop
        select c.tenant, c.job, c.kind into v_job from thing.claim_job(run_jobs.tenant) c;
        exit when v_job.job is null;
        begin
            return query select unnest(thing.step_job(v_job.tenant, v_job.job));
        exception when others then   -- work_job meets it again, and tells the job
            null;
        end;
        return next format('call thing.work_job(%L, %s)', v_job.tenant, v_job.job);
    end loop;
    return next 'reset maintenance_work_mem';
    return next 'reset max_parallel_maintenance_workers';
    return next 'reset search_path';
    return next 'reset statement_timeout';
    return next 'reset lock_timeout';
    return next 'reset role';
end
$$;
comment on function thing.run_jobs(text) is
    'Claim all due jobs of a tenant, or of all, and return the statements that work them off. Example: select '
    'thing.run_jobs() \gexec';
revoke all on function thing.run_jobs(text) from public;
grant execute on function thing.run_jobs(text) to thing_admin;

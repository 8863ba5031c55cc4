-- Works a claimed job to its end, a transaction a step, for psql, which has no loop of its own (see thing.run_jobs). A
-- step that must run outside a transaction ends it too: the job stays queued. Runs as the caller: a definer procedure
-- could not commit.
create or replace procedure thing.work_job(tenant text, job bigint)
language plpgsql
as $$
#variable_conflict use_column
declare
    v_statements text[];
    v_state text;
    v_message text;
    v_detail text;
begin
    loop
        begin
            exit when not exists (select from thing.jobs(work_job.tenant) j
                                   where j.id = work_job.job and j.state = 'running');
            v_statements := thing.step_job(work_job.tenant, work_job.job);
            v_state := case when v_statements <> '{}' then '55000' end;
            v_message := 'work is left that must run outside a transaction';
        exception when others then   -- told to the job, which tries again or shows it
            get stacked diagnostics v_state = returned_sqlstate, v_message = message_text,
            v_detail = pg_exception_detail;
            if v_state = 'TB039' then
                raise;
            end if;
        end;
        if v_state is not null then
            v_state := thing.fail_job(work_job.tenant, work_job.job, v_state, v_message,
                to_jsonb(nullif(v_detail, '')));
            raise warning 'job % of % is % after: %', work_job.job, work_job.tenant, v_state, v_message;
        end if;
        commit;
        exit when v_statements is null or v_state is not null;
    end loop;
end
$$;
comment on procedure thing.work_job(text, bigint) is
    'Work a claimed job to its end, committing each step. Made for thing.run_jobs.';
revoke all on procedure thing.work_job(text, bigint) from public;
grant execute on procedure thing.work_job(text, bigint) to thing_admin;

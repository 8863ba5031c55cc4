-- Executes the steps in their order and queues the jobs; returns the jobs' ids. Runs inside the tenant's schema.
create or replace function thing.run_steps(p_steps thing.ddl_step[], p_version integer)
returns bigint[]
language plpgsql
as $$
declare
    v_step thing.ddl_step;
    v_data boolean := false;
    v_jobs bigint[] := '{}';
begin
    foreach v_step in array p_steps loop
        if v_data and v_step.phase > 4 then
            set constraints all immediate;   -- or a pending check would forbid ALTER TABLE
            set constraints all deferred;
            v_data := false;
        end if;
        if v_step.job is not null then
            v_jobs := v_jobs || thing.enqueue_job(v_step.job, p_version);
        elsif v_step.sql is not null then
            execute v_step.sql;
            v_data := v_data or v_step.phase = 4;
        end if;
    end loop;
    return v_jobs;
end
$$;
comment on function thing.run_steps(thing.ddl_step[], integer) is 'Execute DDL steps and queue their jobs. Internal.';
revoke all on function thing.run_steps(thing.ddl_step[], integer) from public;

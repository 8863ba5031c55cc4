-- Executes the steps in their order and queues the jobs; returns the jobs' ids. Runs inside the tenant's schema.
-- Errors: TB032 DATA_CONFLICT when a constraint does not hold for the rows that are there.
create or replace function thing.run_steps(p_steps thing.ddl_step[], p_version integer)
returns bigint[]
language plpgsql
as $$
declare
    v_step thing.ddl_step;
    v_data boolean := true;   -- the caller's transaction may have written before us
    v_jobs bigint[] := '{}';
    v_detail text;
begin
    foreach v_step in array p_steps loop
        if v_data and v_step.phase <> 4 then
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
exception when integrity_constraint_violation then
    get stacked diagnostics v_detail = pg_exception_detail;
    perform thing.fail('DATA_CONFLICT', format('existing rows of %s do not allow it: %s', v_step.table_name, sqlerrm),
        jsonb_build_object('table', v_step.table_name, 'detail', v_detail));
end
$$;
comment on function thing.run_steps(thing.ddl_step[], integer) is 'Execute DDL steps and queue their jobs. Internal.';
revoke all on function thing.run_steps(thing.ddl_step[], integer) from public;

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
    v_constraint text;
    v_column text;
    v_fields text[];
    v_class text;
    v_what record;
begin
    foreach v_step in array p_steps loop
        if v_data and v_step.phase <> 'rows' then
            set constraints all immediate;   -- or a pending check would forbid ALTER TABLE
            set constraints all deferred;
            v_data := false;
        end if;
        if v_step.job is not null then
            v_jobs := v_jobs || thing.enqueue_job(v_step.job, p_version);
        elsif v_step.sql is not null then
            execute v_step.sql;
            v_data := v_data or v_step.phase = 'rows';
        end if;
    end loop;
    return v_jobs;
exception when integrity_constraint_violation or program_limit_exceeded then
    get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
    select c.name, thing.field_names(v_step.table_name, coalesce(d.columns, array[nullif(v_column, '')]))
      into v_class, v_fields
      from thing_classes c
      left join thing.desired_objects(c.id) d on d.name = v_constraint or position(d.name in v_step.sql) > 0
     where v_step.table_name in ('tc_' || c.physical_name) or v_step.table_name like format('tj\_%s\_%%', c.id)
     -- (an index whose rows are too long is named by its statement only)
     order by length(d.name) desc nulls last limit 1;
    v_fields := array_remove(v_fields, null);
    select w.rule, w.message into v_what
      from (values ('23505', 'unique', 'has duplicates but must be unique'),
                   ('23502', 'required', 'is required but missing'),
                   ('23503', 'reference', 'refers to a thing that does not exist'),
                   ('54000', 'index', 'is too long for an index')) w (code, rule, message)
     where w.code = sqlstate;
    perform thing.fail('DATA_CONFLICT', format('existing rows of %s are in the way: %s %s', v_class,
            coalesce(nullif(array_to_string(v_fields, ', '), ''), 'a value'),
            coalesce(v_what.message, 'breaks a rule')),
        jsonb_build_array(jsonb_build_object('class', v_class, 'violations', jsonb_build_array(thing.violation(
            case when cardinality(v_fields) = 1 then v_fields[1] end, v_what.rule,
            coalesce(v_what.message, 'breaks a rule'), jsonb_build_object('fields', v_fields))))));
end
$$;
comment on function thing.run_steps(thing.ddl_step[], integer) is 'Execute DDL steps and queue their jobs. Internal.';
revoke all on function thing.run_steps(thing.ddl_step[], integer) from public;

-- {op, class, field}. Finishes a change of type whose column a job has filled: proves that every row is converted, first without a lock,
-- then under it for those written meanwhile, and exchanges the columns. Runs inside the tenant's schema.
-- Errors: TB021, TB022, TB030 SCHEMA_BUSY, TB033 CONVERSION_FAILED, TB034 DEPENDENCY when rows are not converted yet.
create or replace function thing.op_swap_type(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_id integer := thing.own_field_id(v_class, p_op ->> 'field');
    v_other integer := thing.pending_retype(v_id);
    v_since pg_snapshot := pg_current_snapshot();
    v_type record;
    v_pair record;
    v_stale uuid;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    if v_other is null then
        perform thing.fail('UNKNOWN_FIELD', format('the type of %s is not being changed', p_op ->> 'field'), p_op);
    end if;
    select o.type, o.params, o.pending -> 'default' as default_value, o.pending -> 'renamed' as renamed, f.type as own_type, f.params as own_params into v_type
      from thing_class_fields o join thing_class_fields f on f.id = v_id where o.id = v_other;
    for v_pair in select * from thing.retypes_of(v_other) loop
        execute thing.stale_rows_sql(v_pair) || ' limit 1' into v_stale;
        if v_stale is not null then
            perform thing.fail('DEPENDENCY', format('rows of %s.%s are not converted yet', v_pair.class, v_pair.field), to_jsonb(array[v_stale]),
                'The job does it: thing.jobs(tenant).');
        end if;
        v_result.steps := v_result.steps || thing.ddl_step(phase => 'checks', table_name => v_pair.table_name, lock_mode => 'ACCESS EXCLUSIVE', sql => format(
            'select thing.check_recent_stale(%L)',
            thing.stale_rows_sql(v_pair, format('t.id = any (array(%s))', thing.recent_ids_sql(v_pair.class_id, v_since)))));
    end loop;
    -- Classes that came to extend this one meanwhile have no such column yet; they are new, and small.
    if thing.expand_type(v_id, v_type.type, v_type.params, v_type.default_value, p_version, v_type.renamed) is not null then
        v_result.steps := v_result.steps || array(
            select s from unnest(thing.convert_steps(v_other)) s
             where s.table_name not in (select t.table_name from unnest(v_result.steps) t where t.table_name is not null));
    end if;
    v_result.steps := v_result.steps || thing.swap_columns(v_other, p_version);
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'restore_type', 'class', p_op ->> 'class', 'field', p_op ->> 'field', 'id', v_other));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'FIELD_TYPE_CHANGED', 'class', p_op ->> 'class', 'field', p_op ->> 'field',
        'from', v_type.own_type, 'to', v_type.type,
        'impact', case when v_type.type = v_type.own_type and v_type.params - 'collation' = v_type.own_params - 'collation' then 'DANGEROUS' else 'BREAKING' end) || thing.swap_meaning(v_type.renamed));
    v_result.touched := array(select thing.class_family(v_class));
    return v_result;
end
$$;
comment on function thing.op_swap_type(jsonb, integer) is 'Schema operation swap_type. Internal.';
revoke all on function thing.op_swap_type(jsonb, integer) from public;

-- {op, class, field}. Finishes a change of type whose column a job has filled: proves that every row is converted,
-- first without a lock, then under it for those written meanwhile, and exchanges the columns: where an option of an
-- enum is renamed, those of all its fields. Runs inside the tenant's schema.
-- Errors: TB021, TB022, TB030 SCHEMA_BUSY, TB033 CONVERSION_FAILED, TB034 DEPENDENCY when rows are not converted yet.
create or replace function thing.op_swap_type(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_id integer := thing.own_field_id((thing.class_row(p_op ->> 'class')).id, p_op ->> 'field');
    v_others integer[] := thing.joint_retypes(v_id);
    v_since pg_snapshot := pg_current_snapshot();
    v_type record;
    v_pair record;
    v_stale uuid;
    v_steps thing.ddl_step[];
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    if v_others = '{}' then
        perform thing.fail('UNKNOWN_FIELD', format('the type of %s is not being changed', p_op ->> 'field'), p_op);
    end if;
    for v_type in
        select o.id as other_id, o.type, o.params, o.pending -> 'default' as default_value,
               o.pending -> 'renamed' as renamed,
               f.id, f.class_id, f.name, c.name as class, f.type as own_type, f.params as own_params
          from thing_class_fields o
          join thing_class_fields f on f.id = (o.pending ->> 'replaces')::integer
          join thing_classes c on c.id = f.class_id
         where o.id = any (v_others)
         order by f.id
    loop
        v_steps := '{}';
        for v_pair in select * from thing.retypes_of(v_type.other_id) loop
            execute thing.stale_rows_sql(v_pair) || ' limit 1' into v_stale;
            if v_stale is not null then
                perform thing.fail('DEPENDENCY',
                    format('rows of %s.%s are not converted yet', v_pair.class, v_pair.field), to_jsonb(array[v_stale]),
                    'The job does it: thing.jobs(tenant).');
            end if;
            v_steps := v_steps || thing.ddl_step(phase => 'checks', table_name => v_pair.table_name,
                lock_mode => 'ACCESS EXCLUSIVE', sql => format(
                    'select thing.check_recent_stale(%L)',
                    thing.stale_rows_sql(v_pair,
                        format('t.id = any (array(%s))', thing.recent_ids_sql(v_pair.class_id, v_since)))));
        end loop;
        -- Classes that came to extend this one meanwhile have no such column yet; they are new, and small.
        if thing.expand_type(v_type.id, v_type.type, v_type.params, v_type.default_value, p_version,
            v_type.renamed) is not null then
            v_steps := v_steps || array(
                select s from unnest(thing.convert_steps(v_type.other_id)) s
                 where s.table_name not in (select t.table_name from unnest(v_steps) t where t.table_name is not null));
        end if;
        v_result.steps := v_result.steps || v_steps || thing.swap_columns(v_type.other_id, p_version);
        v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'restore_type', 'class', v_type.class,
            'field', v_type.name, 'id', v_type.other_id)) || v_result.inverse;
        v_result.changes := v_result.changes || jsonb_build_array(jsonb_build_object('kind', 'FIELD_TYPE_CHANGED',
            'class', v_type.class, 'field', v_type.name,
            'from', v_type.own_type, 'to', v_type.type,
            'impact', case when v_type.type = v_type.own_type and v_type.params - 'collation'
                           = v_type.own_params - 'collation' then 'DANGEROUS' else 'BREAKING' end)
            || thing.swap_meaning(v_type.renamed));
        v_result.touched := v_result.touched || array(select thing.class_family(v_type.class_id));
    end loop;
    if v_type.renamed is not null and v_type.params ? 'enum' then
        v_result := thing.enum_option_renamed(v_result, (v_type.params ->> 'enum')::integer,
            v_type.params -> 'values', v_type.renamed);
    end if;
    return v_result;
end
$$;
comment on function thing.op_swap_type(jsonb, integer) is 'Schema operation swap_type. Internal.';
revoke all on function thing.op_swap_type(jsonb, integer) from public;

-- {op, name, class, groupBy?, aggregates?, filter?, refresh?, label?, description?, deprecated?}: a read-only class
-- with a thing for each group of the things of a class. groupBy: ["status", {path, by?, zone?, name?}, ...];
-- aggregates: ["count", {function, path, name?}, ...]; refresh: "immediate", "manual" or {"every": interval}. Metadata
-- only; runs inside the tenant's schema.
-- Errors: TB020 INVALID_CHANGE, TB021, TB022, TB025 INVALID_RULE (of the filter), and those of thing.op_create_class.
create or replace function thing.op_create_rollup(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_source integer := (thing.class_row(p_op ->> 'class')).id;
    v_rollup jsonb := thing.canonical_rollup(v_source, p_op);
    v_result thing.op_result;
    v_id integer;
begin
    v_result := thing.op_create_class(jsonb_strip_nulls(jsonb_build_object('class', p_op -> 'name',
        'label', p_op -> 'label', 'description', p_op -> 'description', 'deprecated', p_op -> 'deprecated'))
        || jsonb_build_object('fields', jsonb_path_query_array(v_rollup, '$.*[*].definition')), p_version);
    v_id := v_result.touched[1];
    update thing_class_fields f set inverse_name = null where f.class_id = v_id;
    update thing_classes c
       set rollup = jsonb_strip_nulls(jsonb_build_object('class', v_source, 'filter', v_rollup -> 'filter',
               'refresh', v_rollup -> 'refresh', 'keys', thing.rollup_fields(v_id, v_rollup -> 'keys'),
               'figures', thing.rollup_fields(v_id, v_rollup -> 'figures')))
     where c.id = v_id
    returning c.rollup into v_rollup;
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'drop_rollup', 'name', p_op ->> 'name'));
    v_result.touched := v_id || array(select thing.rollup_users(v_rollup));
    v_result.steps := v_result.steps || thing.fill_step(v_id);
    return v_result;
end
$$;
comment on function thing.op_create_rollup(jsonb, integer) is 'Schema operation create_rollup. Internal.';
revoke all on function thing.op_create_rollup(jsonb, integer) from public;

-- {op, class, field}. Reads a kept field from its column from now on, where a job has filled that; else nothing. It is
-- its own inverse: what is filled stays so. Runs inside the tenant's schema. Errors: TB021, TB022, TB037.
create or replace function thing.op_keep_field(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_id integer := thing.own_field_id(v_class, p_op ->> 'field');
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    update thing_class_fields f set inlined = false
     where f.id = any (array(select thing.field_family(v_id))) and f.expression -> 'kept' = 'true'
       and f.expression -> 'filled' = 'true';
    v_result.inverse := jsonb_build_array(p_op);
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'FIELD_CHANGED', 'class', p_op ->> 'class',
        'field', p_op ->> 'field', 'set', jsonb_build_object('kept', true), 'impact', 'SAFE'));
    v_result.touched := array(select thing.class_family(v_class));
    return v_result;
end
$$;
comment on function thing.op_keep_field(jsonb, integer) is 'Schema operation keep_field. Internal.';
revoke all on function thing.op_keep_field(jsonb, integer) from public;

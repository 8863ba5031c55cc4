-- {op, class, field: {...}}. Metadata only; runs inside the tenant's schema. Errors: those of thing.insert_field.
create or replace function thing.op_add_field(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_id integer := thing.insert_field(v_class, p_op -> 'field', p_version);
    v_name text := p_op -> 'field' ->> 'name';
    v_result thing.op_result;
begin
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'drop_field',
        'class', p_op ->> 'class', 'field', v_name));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'FIELD_ADDED',
        'class', p_op ->> 'class', 'field', v_name,
        'impact', case when thing.breaks_clients(array(select thing.class_family(v_class)),
            array(select thing.field_family(v_id))) then 'BREAKING' else 'SAFE' end));
    v_result.touched := array(select thing.class_family(v_class));
    return v_result;
end
$$;
comment on function thing.op_add_field(jsonb, integer) is 'Schema operation add_field. Internal.';
revoke all on function thing.op_add_field(jsonb, integer) from public;

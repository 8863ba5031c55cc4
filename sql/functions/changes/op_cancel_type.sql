-- {op, class, field}. Gives up a change of type that is still under way; nothing to do when none is. Runs inside the tenant's schema.
-- Errors: TB021 UNKNOWN_CLASS, TB022 UNKNOWN_FIELD, TB037 INHERITED_FIELD.
create or replace function thing.op_cancel_type(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_id integer := thing.own_field_id(v_class, p_op ->> 'field');
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    select jsonb_build_array(jsonb_build_object('class', p_op ->> 'class', 'field', p_op ->> 'field') || coalesce(
               (select jsonb_build_object('op', 'rename_option', 'from', e.key, 'to', e.value) from jsonb_each(o.pending -> 'renamed') e),
               jsonb_build_object('op', 'alter_field', 'set', jsonb_build_object('type', o.type, 'params', o.params, 'default', o.pending -> 'default'))))
      into v_result.inverse
      from thing_class_fields o where o.id = thing.pending_retype(v_id);
    v_result.inverse := coalesce(v_result.inverse, '[]');
    if thing.cancel_retype(v_id) then
        v_result.touched := array(select thing.class_family(v_class));
        v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'FIELD_TYPE_KEPT', 'class', p_op ->> 'class', 'field', p_op ->> 'field', 'impact', 'SAFE'));
    end if;
    return v_result;
end
$$;
comment on function thing.op_cancel_type(jsonb, integer) is 'Schema operation cancel_type. Internal.';
revoke all on function thing.op_cancel_type(jsonb, integer) from public;

-- {op, class, field}. Gives up a change of type that is still under way; nothing to do when none is. Where an option of
-- an enum is being renamed, that is given up for all its fields. Runs inside the tenant's schema.
-- Errors: TB021 UNKNOWN_CLASS, TB022 UNKNOWN_FIELD, TB037 INHERITED_FIELD.
create or replace function thing.op_cancel_type(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_id integer := thing.own_field_id((thing.class_row(p_op ->> 'class')).id, p_op ->> 'field');
    v_field record;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    for v_field in
        select f.id, f.class_id, o.type, o.params, o.pending,
               jsonb_build_object('class', c.name, 'field', f.name) as place, (
                      select e.name from thing_enums e where e.id = (o.params ->> 'enum')::integer) as enum
          from thing_class_fields o
          join thing_class_fields f on f.id = (o.pending ->> 'replaces')::integer
          join thing_classes c on c.id = f.class_id
         where o.id = any (thing.joint_retypes(v_id))
         order by f.id
    loop
        continue when not thing.cancel_retype(v_field.id);
        v_result.inverse := jsonb_build_array(case when v_field.pending ? 'renamed'
            then (select jsonb_build_object('from', e.key, 'to', e.value)
                    from jsonb_each(v_field.pending -> 'renamed') e)
                || case when v_field.enum is null then v_field.place || '{"op": "rename_option"}'
                        else jsonb_build_object('op', 'rename_enum_option', 'enum', v_field.enum) end
            else v_field.place || jsonb_build_object('op', 'alter_field', 'set', jsonb_build_object(
                'type', v_field.type, 'params', v_field.params, 'default', v_field.pending -> 'default')) end);
        v_result.touched := v_result.touched || array(select thing.class_family(v_field.class_id));
        v_result.changes := v_result.changes
            || jsonb_build_array(v_field.place || '{"kind": "FIELD_TYPE_KEPT", "impact": "SAFE"}');
    end loop;
    return v_result;
end
$$;
comment on function thing.op_cancel_type(jsonb, integer) is 'Schema operation cancel_type. Internal.';
revoke all on function thing.op_cancel_type(jsonb, integer) from public;

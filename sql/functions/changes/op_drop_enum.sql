-- {op, enum}. Hides an enum that no field has as its type. Metadata only; runs inside the tenant's schema.
-- Errors: TB029 UNKNOWN_ENUM, TB034 DEPENDENCY with the fields.
create or replace function thing.op_drop_enum(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_enum record := thing.enum_row(p_op ->> 'enum');
    v_fields jsonb := (select jsonb_agg(jsonb_build_object('class', f.class, 'field', f.field))
                         from thing.enum_fields(v_enum.id) f);
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    if v_fields is not null then
        perform thing.fail('DEPENDENCY', format('enum %s is still the type of fields', v_enum.name), v_fields);
    end if;
    update thing_enums e set dropped_version = p_version where e.id = v_enum.id;
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'restore_enum', 'id', v_enum.id));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'ENUM_DROPPED',
        'enum', v_enum.name, 'impact', 'SAFE'));
    return v_result;
end
$$;
comment on function thing.op_drop_enum(jsonb, integer) is 'Schema change drop_enum. Internal.';
revoke all on function thing.op_drop_enum(jsonb, integer) from public;

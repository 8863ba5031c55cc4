-- {op, enum, to}. Metadata only; runs inside the tenant's schema.
-- Errors: TB010 INVALID_NAME, TB011 NAME_TAKEN, TB012 RESERVED_NAME, TB029 UNKNOWN_ENUM.
create or replace function thing.op_rename_enum(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_enum record := thing.enum_row(p_op ->> 'enum');
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    if p_op ->> 'to' <> v_enum.name then
        perform thing.check_enum_free(p_op ->> 'to');
    end if;
    update thing_enums e set name = p_op ->> 'to' where e.id = v_enum.id;
    v_result.touched := thing.enum_classes(v_enum.id);
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'rename_enum',
        'enum', p_op -> 'to', 'to', v_enum.name));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'ENUM_RENAMED',
        'enum', v_enum.name, 'to', p_op -> 'to',
        'impact', case v_result.touched when '{}' then 'SAFE' else 'BREAKING' end));
    return v_result;
end
$$;
comment on function thing.op_rename_enum(jsonb, integer) is 'Schema change rename_enum. Internal.';
revoke all on function thing.op_rename_enum(jsonb, integer) from public;

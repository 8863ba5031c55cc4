-- {op, enum, values, description?}. A new enum, for fields to name. Metadata only; runs inside the tenant's schema.
-- Errors: TB010 INVALID_NAME, TB011 NAME_TAKEN, TB012 RESERVED_NAME, TB020 INVALID_CHANGE.
create or replace function thing.op_create_enum(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    perform thing.check_enum_free(p_op ->> 'enum');
    insert into thing_enums (name, description, options, created_version)
    values (p_op ->> 'enum', p_op ->> 'description',
        thing.check_params('select', jsonb_build_object('values', p_op -> 'values')) -> 'values', p_version);
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'drop_enum', 'enum', p_op -> 'enum'));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'ENUM_ADDED',
        'enum', p_op -> 'enum', 'impact', 'SAFE'));
    return v_result;
end
$$;
comment on function thing.op_create_enum(jsonb, integer) is 'Schema change create_enum. Internal.';
revoke all on function thing.op_create_enum(jsonb, integer) from public;

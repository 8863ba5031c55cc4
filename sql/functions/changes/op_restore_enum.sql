-- {op, id}. Brings a dropped enum back. Metadata only; runs inside the tenant's schema.
-- Errors: TB011 NAME_TAKEN, TB029 UNKNOWN_ENUM.
create or replace function thing.op_restore_enum(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_name text := (select e.name from thing_enums e
                     where e.id = (p_op ->> 'id')::integer and e.dropped_version is not null);
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    if v_name is null then
        perform thing.fail('UNKNOWN_ENUM', format('dropped enum %s does not exist', p_op ->> 'id'));
    end if;
    perform thing.check_enum_free(v_name);
    update thing_enums e set dropped_version = null where e.id = (p_op ->> 'id')::integer;
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'drop_enum', 'enum', v_name));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'ENUM_ADDED', 'enum', v_name, 'impact', 'SAFE'));
    return v_result;
end
$$;
comment on function thing.op_restore_enum(jsonb, integer) is 'Schema change restore_enum. Internal.';
revoke all on function thing.op_restore_enum(jsonb, integer) from public;

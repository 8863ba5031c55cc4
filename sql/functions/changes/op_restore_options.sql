-- {op, id, values}. Part of the inverse of a renamed option: the options of an enum, whose fields restore_type takes
-- back. Metadata only; runs inside the tenant's schema. Errors: TB036 NOT_REVERSIBLE.
create or replace function thing.op_restore_options(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_enum record;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    select e.id, e.options into v_enum from thing_enums e
     where e.id = (p_op ->> 'id')::integer and e.dropped_version is null;
    if not found then
        perform thing.fail('NOT_REVERSIBLE', format('enum %s does not exist', p_op ->> 'id'), p_op);
    end if;
    update thing_enums e
       set options = thing.check_params('select', jsonb_build_object('values', p_op -> 'values')) -> 'values'
     where e.id = v_enum.id;
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'restore_options', 'id', v_enum.id,
        'values', v_enum.options));
    v_result.touched := thing.enum_families(v_enum.id);
    return v_result;
end
$$;
comment on function thing.op_restore_options(jsonb, integer) is 'Schema change restore_options. Internal.';
revoke all on function thing.op_restore_options(jsonb, integer) from public;

-- {op, class, name}. Metadata only; runs inside the tenant's schema. Errors: TB021 UNKNOWN_CLASS, TB022 UNKNOWN_FIELD.
create or replace function thing.op_drop_index(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_keys jsonb;
    v_result thing.op_result;
begin
    delete from thing_class_indexes i where i.class_id = v_class and i.name = p_op ->> 'name'
    returning thing.index_keys(i.field_ids, i.orders) into v_keys;
    if not found then
        perform thing.fail('UNKNOWN_FIELD', format('class %s has no index %s of its own', p_op ->> 'class',
            p_op ->> 'name'));
    end if;
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'add_index', 'class', p_op ->> 'class',
        'name', p_op ->> 'name', 'keys', v_keys));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'INDEX_DROPPED', 'class', p_op ->> 'class',
        'index', p_op ->> 'name', 'keys', v_keys, 'impact', 'SAFE'));
    v_result.touched := array(select thing.class_family(v_class));
    return v_result;
end
$$;
comment on function thing.op_drop_index(jsonb, integer) is 'Schema operation drop_index. Internal.';
revoke all on function thing.op_drop_index(jsonb, integer) from public;

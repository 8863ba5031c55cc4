-- {op, class, name, keys: [{field, order?, nulls?}]}. Metadata only; runs inside the tenant's schema. Errors: those of
-- thing.insert_index.
create or replace function thing.op_add_index(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_result thing.op_result;
begin
    perform thing.insert_index(v_class, p_op ->> 'name', p_op -> 'keys', p_version);
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'drop_index', 'class', p_op ->> 'class',
        'name', p_op ->> 'name'));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'INDEX_ADDED', 'class', p_op ->> 'class',
        'index', p_op ->> 'name', 'keys', p_op -> 'keys', 'impact', 'SAFE'));
    v_result.touched := array(select thing.class_family(v_class));
    return v_result;
end
$$;
comment on function thing.op_add_index(jsonb, integer) is 'Schema operation add_index. Internal.';
revoke all on function thing.op_add_index(jsonb, integer) from public;

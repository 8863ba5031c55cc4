-- {op, class, name, fields: [...]}. Metadata only; runs inside the tenant's schema. Errors: those of
-- thing.insert_unique.
create or replace function thing.op_add_unique(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_result thing.op_result;
begin
    perform thing.insert_unique(v_class, p_op ->> 'name', p_op -> 'fields', p_version);
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'drop_unique', 'class', p_op ->> 'class',
        'name', p_op ->> 'name'));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'UNIQUE_ADDED', 'class', p_op ->> 'class',
        'unique', p_op ->> 'name', 'fields', p_op -> 'fields', 'impact', 'DANGEROUS'));
    v_result.touched := array(select thing.class_family(v_class));
    return v_result;
end
$$;
comment on function thing.op_add_unique(jsonb, integer) is 'Schema operation add_unique. Internal.';
revoke all on function thing.op_add_unique(jsonb, integer) from public;

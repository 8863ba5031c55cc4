-- {op, enum, set: {values?, description?}, existing?}. values: all options in their order; all fields of the enum have
-- them then. An option that a thing has, a default or a rule names, cannot go (existing "keep": a thing may keep it
-- until it is written). Metadata only; runs inside the tenant's schema.
-- Errors: TB020 INVALID_CHANGE, TB025 INVALID_RULE, TB028 INVALID_DEFAULT, TB029, TB033 CONVERSION_FAILED, TB034
-- DEPENDENCY.
create or replace function thing.op_alter_enum(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_enum record := thing.enum_row(p_op ->> 'enum');
    v_set jsonb := p_op -> 'set';
    v_options jsonb := v_enum.options;
    v_field record;
    v_of_field thing.op_result;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    perform thing.check_keys(v_set, array['values', 'description'], 'alter_enum.set');
    if jsonb_typeof(v_set -> 'description') not in ('string', 'null') then
        perform thing.fail('INVALID_CHANGE', format('description of enum %s must be a string', v_enum.name), p_op);
    end if;
    if v_set ? 'values' then
        v_options := thing.check_params('select', jsonb_build_object('values', v_set -> 'values')) -> 'values';
    end if;
    update thing_enums e
       set options = v_options,
           description = case when v_set ? 'description' then v_set ->> 'description' else e.description end
     where e.id = v_enum.id;
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'alter_enum', 'enum', v_enum.name,
        'existing', 'keep', 'set', (
            select coalesce(jsonb_object_agg(k, case k when 'values' then v_enum.options
                                                     else coalesce(to_jsonb(v_enum.description), 'null') end), '{}')
              from jsonb_object_keys(v_set) k)));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'ENUM_CHANGED', 'enum', v_enum.name, 'set', v_set,
        'impact', case when thing.enum_classes(v_enum.id) = '{}' then 'SAFE'
                       when not v_options @> v_enum.options then 'BREAKING'
                       when v_options <> v_enum.options then 'DANGEROUS'
                       else 'SAFE' end)
        || case when v_set ? 'values' then thing.option_changes(v_enum.options, v_options) else '{}' end);
    for v_field in select f.* from thing.enum_fields(v_enum.id) f where f.params -> 'values' <> v_options loop
        perform thing.check_not_retyped(v_field.id, v_field.field);
        v_of_field := thing.retype_field(v_field.id, jsonb_build_object('type', v_field.type,
            'params', v_field.params || jsonb_build_object('values', v_options)),
            false, p_version, coalesce(p_op ->> 'existing' = 'keep', false));
        v_result.changes := v_result.changes || v_of_field.changes;
        v_result.steps := v_result.steps || v_of_field.steps;
    end loop;
    v_result.touched := thing.enum_families(v_enum.id);
    return v_result;
end
$$;
comment on function thing.op_alter_enum(jsonb, integer) is 'Schema change alter_enum. Internal.';
revoke all on function thing.op_alter_enum(jsonb, integer) from public;

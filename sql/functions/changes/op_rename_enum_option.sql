-- {op, enum, from, to}. An option of an enum gets another name: of every field that has the enum, as
-- thing.op_rename_option does it with one. Where a table is large, the values of all fields go over by jobs, and the
-- last of them exchanges all columns in one version (swap_type). Runs inside the tenant's schema. Errors: TB011
-- NAME_TAKEN, TB020 INVALID_CHANGE, TB029 UNKNOWN_ENUM, TB033 CONVERSION_FAILED (rows with none of the options), TB034
-- DEPENDENCY.
create or replace function thing.op_rename_enum_option(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_enum record := thing.enum_row(p_op ->> 'enum');
    v_from text := p_op ->> 'from';
    v_to text := p_op ->> 'to';
    v_renamed jsonb := jsonb_build_object(v_from, v_to);
    v_options jsonb;
    v_by_job boolean := exists (select from unnest(thing.enum_families(v_enum.id)) c where thing.is_large(c));
    v_field record;
    v_of_field thing.op_result;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    perform thing.check_option_rename('enum ' || v_enum.name, v_enum.options, v_from, v_to);
    v_options := thing.check_params('select',
        jsonb_build_object('values', thing.renamed_values(v_enum.options, v_renamed))) -> 'values';
    for v_field in select f.* from thing.enum_fields(v_enum.id) f loop
        perform thing.check_not_retyped(v_field.id, v_field.field);
        v_of_field := thing.retype_field(v_field.id, jsonb_build_object('type', v_field.type,
            'params', v_field.params || jsonb_build_object('values', v_options),
            'default', thing.renamed_values(v_field.default_value, v_renamed)), true, p_version,
            false, v_renamed, v_by_job);
        v_result.inverse := v_of_field.inverse || v_result.inverse;
        v_result.changes := v_result.changes || v_of_field.changes;
        v_result.steps := v_result.steps || v_of_field.steps;
    end loop;
    v_result.touched := thing.enum_families(v_enum.id);
    return case when v_by_job then v_result
                else thing.enum_option_renamed(v_result, v_enum.id, v_options, v_renamed) end;
end
$$;
comment on function thing.op_rename_enum_option(jsonb, integer) is 'Schema change rename_enum_option. Internal.';
revoke all on function thing.op_rename_enum_option(jsonb, integer) from public;

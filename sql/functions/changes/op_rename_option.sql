-- {op, class, field, from, to}. An option of a select or multiselect gets another name. It is a change of type in which
-- only names change: values go to a column of their own (at once, or by a job where a table is large), the default and
-- rules that name the option follow, rows keep their versions. Own fields only; descendants follow. Runs inside the
-- tenant's schema.
-- Errors: TB011 NAME_TAKEN, TB020 INVALID_CHANGE, TB021, TB022, TB033 CONVERSION_FAILED (rows with none of the
-- options), TB034 DEPENDENCY, TB037.
create or replace function thing.op_rename_option(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_id integer := thing.own_field_id(v_class, p_op ->> 'field');
    v_from text := p_op ->> 'from';
    v_to text := p_op ->> 'to';
    v_renamed jsonb := jsonb_build_object(v_from, v_to);
    v_field record;
    v_result thing.op_result;
begin
    select f.type, f.params, f.default_value into v_field from thing_class_fields f where f.id = v_id;
    if v_field.type not in ('select', 'multiselect') then
        perform thing.fail('INVALID_CHANGE',
            format('%s is of type %s: only a select or multiselect has options', p_op ->> 'field', v_field.type), p_op);
    elsif v_field.params ? 'enum' then
        perform thing.fail('INVALID_CHANGE', format('the options of %s are those of enum %s', p_op ->> 'field',
            thing.shown_params(v_field.params) ->> 'enum'), p_op,
            'Rename the option of the enum: rename_enum_option.');
    end if;
    perform thing.check_option_rename(p_op ->> 'field', v_field.params -> 'values', v_from, v_to);
    perform thing.check_not_retyped(v_id, p_op ->> 'field');
    v_result := thing.retype_field(v_id, jsonb_build_object(
        'type', v_field.type, 'params', thing.check_params(v_field.type, v_field.params
            || jsonb_build_object('values', thing.renamed_values(v_field.params -> 'values', v_renamed))),
        'default', thing.renamed_values(v_field.default_value, v_renamed)), true, p_version, false, v_renamed);
    v_result.touched := array(select thing.class_family(v_class));
    return v_result;
end
$$;
comment on function thing.op_rename_option(jsonb, integer) is 'Schema change rename_option. Internal.';
revoke all on function thing.op_rename_option(jsonb, integer) from public;

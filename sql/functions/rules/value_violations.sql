-- Public: which field rules does a JSON value break? The field's type is rules ->> 'type', or follows from the JSON:
-- text, decimal, boolean, json for arrays and objects. Behind the operators thing.|= and thing.|!.
-- Errors: TB023, TB024, TB025, TB026, TB027. Definer: callers have no rights on the registries' helpers; the SQL that
-- it runs is made of registry templates and quoted literals, whatever the rules hold (thing.argument_sql). Written for
-- many rows: the value and the rules are only examined one by one when evaluating them fails.
create or replace function thing.value_violations(value jsonb, rules jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_type thing.field_types := thing.field_type(coalesce(value_violations.rules ->> 'type',
        case jsonb_typeof(value_violations.value) when 'number' then 'decimal' when 'boolean' then 'boolean'
             when 'array' then 'json' when 'object' then 'json' else 'text' end));
    v_rules jsonb := value_violations.rules - 'type';
    v_compiled jsonb;
    v_failing thing.broken_rule[];
begin
    if value_violations.value <> 'null' and jsonb_typeof(value_violations.value) <> all (v_type.json_input) then
        perform thing.check_field_rules(v_type.name, '{}', v_rules);
        return jsonb_build_array(thing.violation(null, 'type', 'must be ' || v_type.expects,
                   jsonb_build_object('type', v_type.name)));
    end if;
    v_compiled := thing.compiled_field_rules(v_type, v_rules);
    if v_compiled = '[]' then
        return v_compiled;
    end if;
    execute format('select %s from (select %s as value) as new', thing.failing_sql(v_compiled),
        thing.from_json_sql(v_type.name, '{}', '$1'))
       into v_failing using value_violations.value;
    return thing.describe_violations(v_compiled, v_failing);
exception when data_exception or syntax_error_or_access_rule_violation or internal_error then
    perform thing.check_field_rules(v_type.name, '{}', v_rules);
    return jsonb_build_array(thing.violation(null, 'type', 'must be ' || v_type.expects,
               jsonb_build_object('type', v_type.name)));
end
$$;
comment on function thing.value_violations(jsonb, jsonb) is
    'Field rules that a JSON value breaks. Example: select thing.value_violations(''"a"'', ''{"minLength": 2, '
    '"format": "email"}'').';
revoke all on function thing.value_violations(jsonb, jsonb) from public;
grant execute on function thing.value_violations(jsonb, jsonb) to thing_admin, thing_tenant;

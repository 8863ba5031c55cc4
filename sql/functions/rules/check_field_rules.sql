-- Checks {rule: argument} for a field of a type and returns it canonical: a plain argument, {"value", "message"} where
-- the message is overridden, null where an inherited rule is switched off (false means the same). Rules of a list's
-- items are those of a field of their type. In a condition (p_condition) rules carry neither message nor null, and
-- those of native constraints only do not serve.
-- Errors: TB024 UNKNOWN_RULE, TB025 INVALID_RULE, TB026 UNSAFE_PATTERN.
create or replace function thing.check_field_rules(
    p_type text, p_params jsonb, p_rules jsonb, p_where text default 'rules', p_condition boolean default false)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type thing.field_types := thing.field_type(p_type);
    v_rule thing.rules;
    v_entry record;
    v_argument jsonb;
    v_message jsonb;
    v_result jsonb := '{}';
begin
    if jsonb_typeof(p_rules) <> 'object' then
        perform thing.fail('INVALID_RULE', format('%s: rules must be an object of rule: argument', p_where),
            jsonb_build_object('rules', p_rules));
    elsif p_rules = '{}' then
        return p_rules;
    end if;
    for v_entry in select r.key as name, r.value as argument from jsonb_each(p_rules) r loop
        v_rule := thing.rule(v_entry.name, 'field', p_where);
        if not thing.rule_fits(v_rule, v_type) or (p_condition and v_rule.predicate is null) then
            perform thing.fail('INVALID_RULE', format('%s: rule %s does not fit type %s', p_where, v_rule.name, p_type),
                jsonb_build_object('rule', v_rule.name, 'type', p_type, 'fits', to_jsonb(v_rule.applies_to)));
        end if;
        if v_rule.argument ->> 'kind' = 'rules' then
            v_argument := thing.check_field_rules(v_type.item, '{}', v_entry.argument,
                p_where || ', items', p_condition);
            perform thing.fail('INVALID_RULE', format('%s: rule %s does not fit items of lists', p_where, r.name),
                jsonb_build_object('rule', r.name))
               from thing.rules r
              where v_argument ? r.name and not r.predicates ? 'list';
            v_result := v_result || jsonb_build_object(v_rule.name, v_argument);
            continue;
        end if;
        v_argument := v_entry.argument;
        v_message := null;
        if not p_condition and jsonb_typeof(v_argument) = 'object' and v_argument ?& array['value', 'message']
           and v_argument - 'value' - 'message' = '{}' then
            v_message := thing.check_message(p_where, v_argument -> 'message');
            v_argument := v_argument -> 'value';
        end if;
        if not p_condition
           and (v_argument = 'null' or (v_argument = 'false' and v_rule.argument ->> 'kind' = 'flag')) then
            if (v_rule.argument -> 'always')::boolean then
                perform thing.fail('INVALID_RULE', format('%s: rule %s cannot be switched off', p_where, v_rule.name),
                    jsonb_build_object('rule', v_rule.name, 'type', p_type));
            end if;
            v_argument := 'null';
            v_message := null;
        else
            v_argument := thing.check_argument(format('%s: rule %s', p_where, v_rule.name), v_rule.argument, v_argument,
                p_type, p_params, '{}');
        end if;
        v_result := v_result || jsonb_build_object(v_rule.name,
            case when v_message is null then v_argument
                 else jsonb_build_object('value', v_argument, 'message', v_message) end);
    end loop;
    perform thing.check_bounds(p_where, p_type, v_result);
    return v_result;
end
$$;
comment on function thing.check_field_rules(text, jsonb, jsonb, text, boolean) is
    'Check the rules of a field of some type and return them canonical. Internal.';
revoke all on function thing.check_field_rules(text, jsonb, jsonb, text, boolean) from public;

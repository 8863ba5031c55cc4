-- Checks one class rule {"rule": name, ...its keys, "message"?} and returns it canonical. The fields it names first
-- decide whether it fits.
-- Errors: TB024 UNKNOWN_RULE, TB025 INVALID_RULE, TB026 UNSAFE_PATTERN.
create or replace function thing.check_check(p_where text, p_check jsonb, p_fields jsonb)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rule thing.rules;
    v_argument jsonb;
    v_category text;
    v_other text;
begin
    if jsonb_typeof(p_check) <> 'object' then
        perform thing.fail('INVALID_RULE', format('%s is an object with the key "rule"', p_where),
            jsonb_build_object('check', p_check));
    end if;
    v_rule := thing.rule(p_check ->> 'rule', 'class', p_where);
    v_argument := thing.check_argument(format('%s: rule %s', p_where, v_rule.name), v_rule.argument,
        p_check - 'rule' - 'message', null, '{}', p_fields);
    select t.category into v_category from thing.field_types t
     where t.name = p_fields -> (v_argument ->> 'field') ->> 'type';
    select t.category into v_other from thing.field_types t
     where t.name = p_fields -> (v_argument ->> 'other') ->> 'type';
    if v_category is not null
       and not v_rule.applies_to && array['*', v_category, p_fields -> (v_argument ->> 'field') ->> 'type'] then
        perform thing.fail('INVALID_RULE',
            format('%s: rule %s does not fit field %s', p_where, v_rule.name, v_argument ->> 'field'),
            jsonb_build_object('rule', v_rule.name, 'fits', to_jsonb(v_rule.applies_to)));
    elsif v_other <> v_category then
        perform thing.fail('INVALID_RULE', format('%s: %s (%s) and %s (%s) cannot be compared',
            p_where, v_argument ->> 'field', v_category, v_argument ->> 'other', v_other), p_check);
    end if;
    return jsonb_build_object('rule', v_rule.name) || v_argument
        || case when p_check ? 'message' then jsonb_build_object('message', thing.check_message(p_where,
            p_check -> 'message')) else '{}' end;
end
$$;
comment on function thing.check_check(text, jsonb, jsonb) is 'Check one class rule and return it canonical. Internal.';
revoke all on function thing.check_check(text, jsonb, jsonb) from public;

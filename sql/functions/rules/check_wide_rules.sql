-- Checks the rules that a class lays on all its fields (those that each rule fits) and returns them canonical.
-- Errors: TB024 UNKNOWN_RULE, TB025 INVALID_RULE, TB026 UNSAFE_PATTERN.
create or replace function thing.check_wide_rules(p_rules jsonb, p_fields jsonb)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_entry record;
    v_rule thing.rules;
    v_field record;
    v_checked jsonb;
    v_result jsonb := '{}';
begin
    for v_entry in select r.key as name, r.value as argument from jsonb_each(coalesce(p_rules, '{}')) r loop
        v_rule := thing.rule(v_entry.name, 'field', 'rules for all fields');
        if v_rule.predicate is null or v_rule.applies_to = '{}' or v_rule.argument ->> 'kind' = 'rules' then
            perform thing.fail('INVALID_RULE', format('rule %s can only be used on a single field', v_rule.name),
                jsonb_build_object('rule', v_rule.name));
        end if;
        -- Against each field that it fits; without any, against a type that it would fit, so that nothing unchecked
        -- gets in.
        v_checked := null;
        for v_field in
            select f.value ->> 'type' as type, f.value -> 'params' as params,
                   'rules for all fields, field ' || f.key as place, 1 as n
              from jsonb_each(p_fields) f
              join thing.field_types t on t.name = f.value ->> 'type'
             where thing.rule_fits(v_rule, t)
            union all
            (select t.name, '{}', 'rules for all fields', 2 from thing.field_types t
              where thing.rule_fits(v_rule, t)
                and (t.extension is null or thing.extension_schema(t.extension) is not null)
                and v_rule.argument ->> 'kind' not in ('value', 'values')
              order by t.position limit 1)
            order by n
        loop
            exit when v_checked is not null and v_field.n = 2;
            v_checked := thing.check_field_rules(v_field.type, v_field.params,
                jsonb_build_object(v_rule.name, v_entry.argument), v_field.place);
        end loop;
        -- No field yet and an argument that only a type can judge: it is judged when a field comes
        -- (thing.compiled_rules).
        v_result := v_result || coalesce(v_checked, jsonb_build_object(v_rule.name, v_entry.argument));
    end loop;
    return v_result;
end
$$;
comment on function thing.check_wide_rules(jsonb, jsonb) is
    'Check the rules that a class lays on all its fields. Internal.';
revoke all on function thing.check_wide_rules(jsonb, jsonb) from public;

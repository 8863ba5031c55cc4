-- Checks rules as given for a field of a class, or (p_field_id null) for the class itself: {"fields": {...}, "checks":
-- {...}}. Returns the canonical form that the metadata keeps. Runs inside the tenant's schema.
-- Errors: TB024 UNKNOWN_RULE, TB025 INVALID_RULE, TB026 UNSAFE_PATTERN.
create or replace function thing.check_rules(p_class_id integer, p_field_id integer, p_rules jsonb)
returns jsonb
language plpgsql
volatile
as $$
declare
    v_rules jsonb := coalesce(nullif(p_rules, 'null'), '{}');
    v_fields jsonb;
    v_field record;
    v_check record;
    v_wide jsonb;
    v_checks jsonb := '{}';
begin
    if p_field_id is not null then
        select f.name, f.type, f.params, f.expression into strict v_field
          from thing_class_fields f where f.id = p_field_id;
        if v_rules <> '{}' and v_field.expression is not null
           and (v_rules ? 'unique' or v_field.expression -> 'single' = 'false') then
            perform thing.fail('INVALID_RULE', format('field %s is computed%s', v_field.name, case
                when v_rules ? 'unique' then ': it cannot be unique'
                else ' from other things: it can have no rules' end), jsonb_build_object('field', v_field.name));
        end if;
        return thing.check_field_rules(v_field.type, v_field.params, v_rules, 'field ' || v_field.name);
    elsif jsonb_typeof(v_rules) <> 'object' or v_rules - 'fields' - 'checks' <> '{}'
        or jsonb_typeof(coalesce(v_rules -> 'fields', '{}')) <> 'object'
        or jsonb_typeof(coalesce(v_rules -> 'checks', '{}')) <> 'object' then
        perform thing.fail('INVALID_RULE',
            'class rules must be {"fields": {rule: argument}, "checks": {name: {"rule": ...}}}',
            jsonb_build_object('rules', p_rules));
    end if;
    v_fields := thing.class_fields(p_class_id);
    v_wide := thing.check_wide_rules(v_rules -> 'fields', v_fields);
    for v_check in select c.key as name, c.value from jsonb_each(coalesce(v_rules -> 'checks', '{}')) c loop
        if v_check.name !~ '^[A-Za-z][A-Za-z0-9_]{0,199}$' then
            perform thing.fail('INVALID_RULE',
                format('the name of a check may have only letters, digits and underscores: %s', left(v_check.name, 80)),
                jsonb_build_object('check', v_check.name));
        end if;
        v_checks := v_checks || jsonb_build_object(v_check.name, case when v_check.value = 'null' then 'null'
            else thing.check_check('check ' || v_check.name, v_check.value, v_fields) end);
    end loop;
    return case when v_wide = '{}' then '{}' else jsonb_build_object('fields', v_wide) end
        || case when v_checks = '{}' then '{}' else jsonb_build_object('checks', v_checks) end;
end
$$;
comment on function thing.check_rules(integer, integer, jsonb) is
    'Check the rules of a field or a class against the registry and return them canonical. Internal.';
revoke all on function thing.check_rules(integer, integer, jsonb) from public;

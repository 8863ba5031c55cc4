-- Rules of a value of some type with their predicates over new.value, in the shape of thing.compiled_rules. Arguments
-- are checked only where that is cheap or changes them: the others come out as quoted literals, and a malformed one
-- fails when it is evaluated.
-- Errors: TB024 UNKNOWN_RULE, TB025 INVALID_RULE, TB026 UNSAFE_PATTERN.
create or replace function thing.compiled_field_rules(p_type thing.field_types, p_rules jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_field jsonb := jsonb_build_object('type', p_type.name, 'value', 'new.value');
    v_fits thing.field_types;
    v_places text;
    v_entry record;
    v_rule thing.rules;
    v_result jsonb := '[]';
begin
    for v_entry in
        select r.rule as name, r.of_items, g.argument, g.message
          from thing.flat_rules(p_rules) r cross join thing.rule_argument(r.given) g
    loop
        v_rule := thing.rule(v_entry.name, 'field');
        continue when v_entry.argument in ('null', 'false');
        v_fits := case when v_entry.of_items
                            and p_type.item is not null then thing.field_type(p_type.item) else p_type end;
        if v_rule.predicate is null or not thing.rule_fits(v_rule, v_fits)
           or (v_entry.of_items and (p_type.item is null or not v_rule.predicates ? 'list')) then
            perform thing.fail('INVALID_RULE',
                format('rule %s does not fit a value of type %s', v_rule.name, p_type.name),
                jsonb_build_object('rule', v_rule.name, 'type', p_type.name));
        elsif v_rule.argument ->> 'kind' = 'pattern' then
            perform thing.pattern_cost(v_entry.argument #>> '{}');
        end if;
        -- these have a canonical form that matters: a zone, "today"
        if v_rule.argument ->> 'kind' in ('value', 'values') then
            v_entry.argument := thing.check_argument('rule ' || v_rule.name, v_rule.argument, v_entry.argument,
                v_fits.name, '{}', '{}');
        end if;
        v_places := case when v_entry.of_items then thing.item_places_sql(v_entry.name, v_entry.argument, v_field) end;
        v_result := v_result || (jsonb_build_object('field', null, 'rule', v_entry.name, 'argument', v_entry.argument,
            'message', v_entry.message,
            'position', v_rule.position, 'predicate', thing.rule_sql(v_entry.name, v_entry.argument, v_field, '{}'))
            || case when v_places is null then '{}' else jsonb_build_object('places', v_places) end);
    end loop;
    return (select coalesce(jsonb_agg(r order by r -> 'position', r ->> 'rule'), '[]')
              from jsonb_array_elements(v_result) r);
end
$$;
comment on function thing.compiled_field_rules(thing.field_types, jsonb) is
    'Rules of a value with their predicates. Internal.';
revoke all on function thing.compiled_field_rules(thing.field_types, jsonb) from public;

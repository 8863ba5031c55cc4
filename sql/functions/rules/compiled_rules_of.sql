-- The effective rules of those of some classes that have any, with their predicates, in a fixed order: what the
-- trigger's WHEN and the report of violations are both made of. A list of {field, column, check, rule, type, argument,
-- message, predicate, relative (to now), wide (for all fields)}; of a rule of a list's items also places
-- (thing.item_places_sql). Runs inside the tenant's schema. Errors: TB025 INVALID_RULE when a rule for all fields does
-- not suit one of them, TB027 EXTENSION_MISSING, TB034 DEPENDENCY.
create or replace function thing.compiled_rules_of(p_class_ids integer[])
returns table (class_id integer, compiled jsonb)
language plpgsql
volatile
as $$
declare
    v_fields jsonb;
    v_rule record;
    v_field jsonb;
    v_predicate text;
    v_places text;
    v_result jsonb[] := '{}';
begin
    for v_rule in
        select e.*, r.position
          from thing.effective_rules_of_many(p_class_ids) e
          join thing.rules r on r.name = e.rule
         -- (a subselect, for a join of function results with all fields of a tenant reads them all)
         order by e.class_id, e.scope desc, (select f.position from thing_class_fields f where f.id = e.field_id),
                  e.field_id, e.check_name collate "C", e.of_items, r.position, e.rule collate "C"
    loop
        if class_id is distinct from v_rule.class_id then
            if class_id is not null then
                compiled := to_jsonb(v_result);
                return next;
            end if;
            class_id := v_rule.class_id;
            v_fields := thing.class_fields(class_id);
            v_result := '{}';
        end if;
        v_field := case v_rule.scope when 'field' then v_fields -> v_rule.field_name end;
        continue when v_rule.scope = 'field' and v_field is null;
        v_predicate := thing.rule_sql(v_rule.rule, v_rule.argument, v_field, v_fields);
        continue when v_predicate is null;
        v_places := case when v_rule.of_items then thing.item_places_sql(v_rule.rule, v_rule.argument, v_field) end;
        v_result := v_result || (jsonb_build_object(
            'field', v_rule.field_name, 'column', v_field -> 'column', 'type', v_field -> 'type',
            'check', v_rule.check_name, 'rule', v_rule.rule,
            'argument', v_rule.argument, 'message', v_rule.message, 'predicate', v_predicate,
            'wide', v_rule.scope = 'field' and v_rule.source like 'class %',
            'relative', v_field is not null and thing.moment_sql(v_rule.argument #>> '{}',
                v_field ->> 'type') is not null)
            || case when v_places is null then '{}' else jsonb_build_object('places', v_places) end);
    end loop;
    if class_id is not null then
        compiled := to_jsonb(v_result);
        return next;
    end if;
end
$$;
comment on function thing.compiled_rules_of(integer[]) is
    'Effective rules of some classes with their predicates. Internal.';
revoke all on function thing.compiled_rules_of(integer[]) from public;

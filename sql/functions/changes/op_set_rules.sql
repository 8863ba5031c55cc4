-- {op, class, field?, rules, existing?}. Replaces the rules of a field (for an inherited one: the overrides), or of the
-- class. Metadata only; runs inside the tenant's schema. Errors: TB021, TB022, TB024 UNKNOWN_RULE, TB025 INVALID_RULE,
-- TB026 UNSAFE_PATTERN.
create or replace function thing.op_set_rules(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_field integer;
    v_old jsonb;
    v_new jsonb;
    v_breaks boolean;
    v_result thing.op_result;
begin
    if p_op ? 'field' then
        v_field := thing.field_id(v_class, p_op ->> 'field');
        v_new := thing.check_rules(v_class, v_field, p_op -> 'rules');
        select f.validation_rules into v_old from thing_class_fields f where f.id = v_field;
        update thing_class_fields f set validation_rules = v_new where f.id = v_field;
    else
        v_new := thing.check_rules(v_class, null, p_op -> 'rules');
        select c.rules into v_old from thing_classes c where c.id = v_class;
        update thing_classes c set rules = v_new where c.id = v_class;
    end if;
    v_breaks := thing.breaks_clients(array(select thing.class_family(v_class)),
        case when v_field is not null then array(select thing.field_family(v_field)) end);
    v_result.inverse := jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
        'op', 'set_rules', 'class', p_op ->> 'class', 'field', p_op ->> 'field', 'existing', 'keep'))
        || jsonb_build_object('rules', v_old));
    v_result.changes := jsonb_build_array(
        jsonb_strip_nulls(jsonb_build_object('kind', 'RULES_CHANGED', 'class', p_op ->> 'class',
            'field', p_op ->> 'field', 'impact', case when v_breaks then 'BREAKING' else 'DANGEROUS' end))
        || jsonb_build_object('from', v_old, 'to', v_new));
    v_result.touched := array(select thing.class_family(v_class));
    return v_result;
end
$$;
comment on function thing.op_set_rules(jsonb, integer) is 'Schema operation set_rules. Internal.';
revoke all on function thing.op_set_rules(jsonb, integer) from public;

-- Works out the expression of a new computed field (thing.define_expression), and whether its rules and indexes fit it.
-- Runs inside the tenant's schema. Errors: TB020 INVALID_CHANGE, TB025 INVALID_RULE, TB02A INVALID_EXPRESSION.
create or replace function thing.define_computed(p_field_id integer)
returns void
language plpgsql
as $$
declare
    v_field record;
begin
    if (select f.expression ? 'given' from thing_class_fields f where f.id = p_field_id) then
        perform thing.define_expression(p_field_id);
    end if;
    select f.name, f.class_id, not thing.has_column(f.expression, f.inlined, null) as inlined,
           f.indexed or f.searchable as indexed, f.validation_rules into v_field
      from thing_class_fields f where f.id = p_field_id;
    if v_field.inlined and (v_field.indexed or exists (
           select from thing_class_indexes i where i.field_ids && array(select thing.field_family(p_field_id)))) then
        perform thing.fail('INVALID_CHANGE', format('field %s is not stored, so it cannot be indexed', v_field.name),
            jsonb_build_object('field', v_field.name),
            'It depends on the time, its class is large, or "stored" is false; figures of lists need "kept".');
    end if;
    perform thing.check_rules(v_field.class_id, p_field_id, v_field.validation_rules);
end
$$;
comment on function thing.define_computed(integer) is 'Work out the expression of a new computed field. Internal.';
revoke all on function thing.define_computed(integer) from public;

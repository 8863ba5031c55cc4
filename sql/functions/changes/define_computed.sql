-- Works out the expression of a new computed field (thing.define_expression), and whether its rules and indexes fit it.
-- Runs inside the tenant's schema.
-- Errors: TB020 INVALID_CHANGE, TB025 INVALID_RULE, TB02A INVALID_EXPRESSION with the class and the field.
create or replace function thing.define_computed(p_field_id integer)
returns void
language plpgsql
as $$
declare
    v_field record;
    v_message text;
    v_detail text;
    v_hint text;
begin
    if (select f.expression ? 'given' from thing_class_fields f where f.id = p_field_id) then
        begin
            perform thing.define_expression(p_field_id);
        exception when sqlstate 'TB02A' then  -- (one migration may define many)
            get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail,
                v_hint = pg_exception_hint;
            perform thing.fail('INVALID_EXPRESSION', v_message, v_detail::jsonb || (
                select jsonb_build_object('class', c.name, 'field', f.name)
                  from thing_class_fields f join thing_classes c on c.id = f.class_id where f.id = p_field_id), v_hint);
        end;
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

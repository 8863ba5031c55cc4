-- {op, class, field, id}. Takes back the column that a change of type kept (hidden field id): rows that have not been
-- changed have exactly what they had; others are converted back. Runs inside the tenant's schema.
-- Errors: TB021, TB022, TB033 CONVERSION_FAILED with the rows that do not convert back, TB036 NOT_REVERSIBLE, TB037.
create or replace function thing.op_restore_type(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_id integer := thing.own_field_id(v_class, p_op ->> 'field');
    v_other integer := (p_op ->> 'id')::integer;
    v_from record;
    v_renamed jsonb := (select o.pending -> 'renamed' from thing_class_fields o where o.id = v_other);
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    select f.type, f.params into v_from from thing_class_fields f where f.id = v_id;
    if not exists (select from thing_class_fields o
                    where o.id = v_other and o.pending ->> 'superseded' = v_id::text) then
        perform thing.fail('NOT_REVERSIBLE',
            format('no column %s is kept for field %s', v_other, p_op ->> 'field'), p_op);
    end if;
    perform thing.cancel_retype(v_id);
    perform thing.complete_kept(v_other, v_id, p_version);
    v_result.steps := thing.restore_steps(v_other, p_version) || thing.swap_columns(v_other, p_version);
    v_result.inverse := jsonb_build_array(p_op);
    select jsonb_build_array(jsonb_build_object('kind', 'FIELD_TYPE_CHANGED', 'class', p_op ->> 'class',
               'field', p_op ->> 'field',
               'from', v_from.type, 'to', f.type,
               'impact', case when f.type = v_from.type and f.params - 'collation' = v_from.params - 'collation'
                              then 'DANGEROUS' else 'BREAKING' end) || thing.swap_meaning(v_renamed))
      into v_result.changes
      from thing_class_fields f where f.id = v_id;
    v_result.touched := array(select thing.class_family(v_class));
    return v_result;
end
$$;
comment on function thing.op_restore_type(jsonb, integer) is 'Schema operation restore_type. Internal.';
revoke all on function thing.op_restore_type(jsonb, integer) from public;

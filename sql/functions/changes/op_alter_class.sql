-- {op, class, set: {label?, description?, deprecated?, fieldOrder?}}. fieldOrder: the names of all own fields. Metadata
-- only; runs inside the tenant's schema.
-- Errors: TB020 INVALID_CHANGE, TB021 UNKNOWN_CLASS.
create or replace function thing.op_alter_class(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_id integer := (thing.class_row(p_op ->> 'class')).id;
    v_set jsonb := p_op -> 'set';
    v_result thing.op_result;
begin
    perform thing.check_keys(v_set, array['label', 'description', 'deprecated', 'fieldOrder'], 'alter_class.set');
    if v_set = '{}' or exists (select from jsonb_each(v_set - 'fieldOrder') s
                                where jsonb_typeof(s.value) not in ('string', 'null')) then
        perform thing.fail('INVALID_CHANGE',
            'alter_class sets at least one of label, description, deprecated (a string or null) and fieldOrder (the '
            'names of the class''s own fields)',
            p_op);
    end if;
    select jsonb_build_array(jsonb_build_object('op', 'alter_class', 'class', c.name, 'set', (
               select jsonb_object_agg(k,
                          case k when 'fieldOrder' then thing.order_fields(v_id, v_set -> k) else to_jsonb(c) -> k end)
                 from jsonb_object_keys(v_set) k)))
      into v_result.inverse
      from thing_classes c where c.id = v_id;
    update thing_classes c
       set label = case when v_set ? 'label' then v_set ->> 'label' else c.label end,
           description = case when v_set ? 'description' then v_set ->> 'description' else c.description end,
           deprecated = case when v_set ? 'deprecated' then v_set ->> 'deprecated' else c.deprecated end
     where c.id = v_id;
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'CLASS_CHANGED', 'class', p_op ->> 'class',
        'set', v_set, 'impact', 'SAFE'));
    v_result.touched := case when v_set ? 'fieldOrder' then array(select thing.class_family(v_id)) else array[v_id] end;
    return v_result;
end
$$;
comment on function thing.op_alter_class(jsonb, integer) is 'Schema operation alter_class. Internal.';
revoke all on function thing.op_alter_class(jsonb, integer) from public;

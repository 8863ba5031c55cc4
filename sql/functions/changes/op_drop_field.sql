-- {op, class, field}. Hides the field in the class and all that extend it; the columns stay until thing.purge.
-- Refused while a unique combination or a rule names it; indexes over it go with it. Runs inside the tenant's schema.
-- Errors: TB021 UNKNOWN_CLASS, TB022 UNKNOWN_FIELD, TB034 DEPENDENCY, TB037 INHERITED_FIELD.
create or replace function thing.op_drop_field(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_id integer := thing.own_field_id(v_class, p_op ->> 'field');
    v_dependents jsonb;
    v_index record;
    v_result thing.op_result;
begin
    select jsonb_agg(d.item) into v_dependents
      from (select jsonb_build_object('class', p_op ->> 'class', 'unique', u.name) as item
              from thing_class_uniques u
              join thing_classes c on c.id = u.class_id and c.dropped_version is null
             where u.dropped_version is null and u.field_ids && array(select thing.field_family(v_id))
               and u.inherited_from is null
            union all
            select * from thing.rules_naming(v_class, p_op ->> 'field')) d;
    if v_dependents is not null then
        perform thing.fail('DEPENDENCY',
            format('field %s of %s is still used', p_op ->> 'field', p_op ->> 'class'), v_dependents);
    end if;
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'restore_field', 'id', v_id));
    v_result.changes := '[]';
    for v_index in
        select c.name as class, i.name
          from thing_class_indexes i
          join thing_classes c on c.id = i.class_id and c.dropped_version is null
         where i.field_ids && array(select thing.field_family(v_id))
         order by i.id
    loop
        select v_result.inverse || d.inverse, v_result.changes || d.changes
          into v_result.inverse, v_result.changes
          from thing.op_drop_index(jsonb_build_object('class', v_index.class, 'name', v_index.name), p_version) d;
    end loop;
    perform thing.cancel_retype(v_id);
    v_result.touched := array(select thing.class_family(v_class)) || array(select thing.kept_classes(array[v_class]));
    update thing_class_fields f set dropped_version = p_version
     where f.id = any (array(select thing.field_family(v_id))) and f.dropped_version is null;
    v_result.changes := v_result.changes || jsonb_build_array(jsonb_build_object(
        'kind', 'FIELD_DROPPED', 'class', p_op ->> 'class', 'field', p_op ->> 'field', 'impact', 'BREAKING'));
    return v_result;
end
$$;
comment on function thing.op_drop_field(jsonb, integer) is 'Schema operation drop_field. Internal.';
revoke all on function thing.op_drop_field(jsonb, integer) from public;

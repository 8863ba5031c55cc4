-- {op, id}. Brings a dropped field back, with its values, in the class and all that extend it.
-- Runs inside the tenant's schema. Errors: TB011 NAME_TAKEN, TB022 UNKNOWN_FIELD, TB034 DEPENDENCY.
create or replace function thing.op_restore_field(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_field record;
    v_clash text;
    v_target text;
    v_child integer;
    v_result thing.op_result;
begin
    select f.id, f.name, f.class_id, f.type, f.target_id, f.dropped_version, c.name as class into v_field
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
     where f.id = (p_op ->> 'id')::integer and f.dropped_version is not null and f.inherited_from is null;
    if not found then
        perform thing.fail('UNKNOWN_FIELD', format('dropped field %s does not exist', p_op ->> 'id'));
    end if;
    select c.name into v_clash
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
     where f.class_id = any (array(select thing.class_family(v_field.class_id))) and f.name = v_field.name
       and f.dropped_version is null
     limit 1;
    if found then
        perform thing.fail('NAME_TAKEN', format('class %s has another field %s now', v_clash, v_field.name),
            jsonb_build_object('class', v_clash, 'field', v_field.name));
    end if;
    select c.name into v_target from thing_classes c where c.id = v_field.target_id and c.dropped_version is not null;
    if found then
        perform thing.fail('DEPENDENCY',
            format('field %s refers to class %s, which is dropped', v_field.name, v_target),
            jsonb_build_array(v_target), 'Restore that class first.');
    end if;
    update thing_class_fields f set dropped_version = null
     where f.id = any (array(select thing.field_family(v_field.id))) and f.dropped_version = v_field.dropped_version;
    -- Classes that came to extend this one meanwhile have no copy yet.
    for v_child in
        select c.id
          from thing.class_family(v_field.class_id) d
          join thing_classes c on c.extends_id = d
         where exists (select from thing_class_fields p
                        where p.class_id = d and p.id = any (array(select thing.field_family(v_field.id))))
           and not exists (select from thing_class_fields p
                            where p.class_id = c.id and p.id = any (array(select thing.field_family(v_field.id))))
    loop
        perform thing.inherit_field(p.id, v_child, p_version)
           from thing_class_fields p
           join thing_classes c on c.id = v_child and c.extends_id = p.class_id
          where p.id = any (array(select thing.field_family(v_field.id)));
    end loop;
    perform thing.settle_enums(array(select thing.class_family(v_field.class_id)));
    perform thing.unfill_kept(array[v_field.id]);
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'drop_field', 'class', v_field.class,
        'field', v_field.name));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'FIELD_ADDED', 'class', v_field.class,
        'field', v_field.name, 'impact', 'SAFE'));
    v_result.touched := array(select thing.class_family(v_field.class_id));
    if v_field.type in ('reference', 'references') then
        v_result.steps := array(
            select thing.clear_dangling_step(f.id)
              from thing_class_fields f
              join thing_classes c on c.id = f.class_id and not c.abstract
             where f.id = any (array(select thing.field_family(v_field.id))));
    end if;
    return v_result;
end
$$;
comment on function thing.op_restore_field(jsonb, integer) is 'Schema operation restore_field. Internal.';
revoke all on function thing.op_restore_field(jsonb, integer) from public;

-- {op, id}. Brings a dropped class back with its things. References whose target is gone meanwhile become null.
-- Runs inside the tenant's schema. Errors: TB011 NAME_TAKEN, TB021 UNKNOWN_CLASS, TB034 DEPENDENCY.
create or replace function thing.op_restore_class(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class record;
    v_missing jsonb;
    v_field integer;
    v_result thing.op_result;
begin
    select c.id, c.name, c.extends_id, c.rollup into v_class from thing_classes c
     where c.id = (p_op ->> 'id')::integer and c.dropped_version is not null;
    if not found then
        perform thing.fail('UNKNOWN_CLASS', format('dropped class %s does not exist', p_op ->> 'id'));
    elsif exists (select from thing_classes c where c.name = v_class.name and c.dropped_version is null) then
        perform thing.fail('NAME_TAKEN', format('another class is called %s now', v_class.name),
            jsonb_build_object('class', v_class.name));
    end if;
    select jsonb_agg(distinct c.name) into v_missing
      from thing_classes c
     where c.dropped_version is not null and c.id <> v_class.id
       and (c.id = v_class.extends_id
            or c.id in (select f.target_id from thing_class_fields f
                         where f.class_id = v_class.id and f.dropped_version is null));
    if v_missing is not null then
        perform thing.fail('DEPENDENCY', format('class %s needs classes that are dropped', v_class.name), v_missing,
            'Restore those first.');
    end if;
    -- While it was away, its parents may have got fields by the names of its own, or lost fields that its uniques
    -- combine.
    select jsonb_agg(jsonb_build_object('field', f.name)) into v_missing
      from (select f.name from thing_class_fields f where f.class_id = v_class.id and f.dropped_version is null
             group by f.name having count(*) > 1) f;
    if v_missing is not null then
        perform thing.fail('NAME_TAKEN', format('class %s would have two fields of one name', v_class.name), v_missing,
            'Rename those of the parent class first.');
    end if;
    select jsonb_agg(distinct jsonb_build_object('unique', u.name, 'field', f.name)) into v_missing
      from thing_class_uniques u
      join thing_class_fields f on f.id = any (u.field_ids) and f.dropped_version is not null
     where u.class_id = v_class.id and u.dropped_version is null;
    if v_missing is not null then
        perform thing.fail('DEPENDENCY', format('class %s combines fields that are dropped', v_class.name), v_missing,
            'Restore those first.');
    end if;
    -- (Its entry may be what it was; a client that saw it go must still hear of it.)
    update thing_classes c set dropped_version = null, entry_shape = null where c.id = v_class.id;
    perform thing.settle_enums(array[v_class.id]);
    perform thing.unfill_kept(array(     -- its own figures stood still; those of lists get its things back
        select l.field_id from thing.kept_lists() l
         where v_class.id in (select thing.class_family(l.item_id) union select thing.class_family(l.link_id)
                              union select thing.class_family(l.class_id))));
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'drop_class', 'class', v_class.name));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'CLASS_ADDED',
        'class', v_class.name, 'impact', 'SAFE'));
    v_result.changes := v_result.changes || thing.extension_change(v_class.id, p_version, true);
    v_result.touched := array[v_class.id];
    if v_class.rollup is not null then
        v_result.touched := v_result.touched || array(select u from thing.rollup_users(v_class.rollup) u);
        v_result.steps := thing.fill_step(v_class.id);
    elsif to_regclass(quote_ident(thing.table_name(v_class.id))) is not null then
        v_result.steps := array[thing.ddl_step(phase => 'rows', table_name => thing.table_name(v_class.id),
            lock_mode => 'ACCESS EXCLUSIVE', kind => 'instances', sql => format(
                'insert into %1$I.thing_instances (id, class_id, created_at) select id, %2$s, created_at from '
                '%1$I.%3$I',
                current_schema(), v_class.id, thing.table_name(v_class.id)))];
        for v_field in
            select f.id from thing_class_fields f
             where f.class_id = v_class.id and f.dropped_version is null and f.type in ('reference', 'references')
        loop
            v_result.steps := v_result.steps || thing.clear_dangling_step(v_field);
        end loop;
    end if;
    return v_result;
end
$$;
comment on function thing.op_restore_class(jsonb, integer) is 'Schema operation restore_class. Internal.';
revoke all on function thing.op_restore_class(jsonb, integer) from public;

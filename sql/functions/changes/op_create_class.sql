-- {op, class, label?, description?, extends?, abstract?, rules?, fields?, uniques?, indexes?, overrides?, deprecated?}
-- overrides: [{name, rules}] for inherited fields. Metadata only; runs inside the tenant's schema.
-- Errors: TB010 INVALID_NAME, TB011 NAME_TAKEN, TB012 RESERVED_NAME, TB035 INVALID_INHERITANCE, and those of
-- thing.insert_field.
create or replace function thing.op_create_class(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_name text := p_op ->> 'class';
    v_parent integer;
    v_field integer;
    v_id integer;
    v_item record;
    v_result thing.op_result;
begin
    perform thing.check_name(v_name, 'class');
    if exists (select from thing_classes c where c.name = v_name and c.dropped_version is null) then
        perform thing.fail('NAME_TAKEN', format('class %s already exists', v_name),
            jsonb_build_object('class', v_name));
    end if;
    if jsonb_typeof(p_op -> 'extends') not in ('string', 'null') then
        perform thing.fail('INVALID_INHERITANCE',
            format('class %s must extend one class, by its name', v_name), p_op -> 'extends',
            'A class has one parent; share further fields by making them a class that is referred to.');
    elsif p_op ->> 'extends' = v_name then
        perform thing.fail('INVALID_INHERITANCE', format('class %s cannot extend itself', v_name));
    elsif p_op ->> 'extends' is not null then
        v_parent := (thing.class_row(p_op ->> 'extends')).id;
    end if;
    insert into thing_classes (
        name, physical_name, label, description, extends_id, abstract, deprecated, created_version)
    values (v_name, thing.physical_name(v_name, array(select c.physical_name from thing_classes c)),
        p_op ->> 'label', p_op ->> 'description', v_parent, coalesce((p_op ->> 'abstract')::boolean, false),
        p_op ->> 'deprecated', p_version)
    returning id into v_id;

    for v_item in
        select f.id from thing_class_fields f
         where f.class_id = v_parent and f.dropped_version is null order by f.position
    loop
        perform thing.inherit_field(v_item.id, v_id, p_version);
    end loop;
    for v_item in select f.value
                    from jsonb_array_elements(coalesce(nullif(p_op -> 'fields', 'null'), '[]')) with ordinality f
                   order by f.ordinality loop
        perform thing.insert_field(v_id, v_item.value, p_version, true);
    end loop;
    for v_item in select f.id from thing_class_fields f
                   where f.class_id = v_id and f.expression is not null and f.inherited_from is null order by f.id loop
        perform thing.define_computed(v_item.id);
    end loop;
    -- What a reference is called at its other end depends on those that come after it, too.
    with unsaid as (
        select f.value ->> 'name' as name from jsonb_array_elements(coalesce(nullif(p_op -> 'fields', 'null'), '[]')) f
         where f.value ->> 'inverse' is null
    )
    update thing_class_fields f set inverse_name = null
     where f.class_id = v_id and f.inherited_from is null and f.inverse_name is not null
       and f.name in (select u.name from unsaid u);
    for v_item in select f.id from thing_class_fields f where f.class_id = v_id and f.target_id is not null
                     and f.inherited_from is null and f.inverse_name is null order by f.id loop
        update thing_class_fields f set inverse_name = thing.new_inverse(f.id) where f.id = v_item.id;
    end loop;
    for v_item in select o.value
                    from jsonb_array_elements(coalesce(nullif(p_op -> 'overrides', 'null'), '[]')) with ordinality o
                   order by o.ordinality loop
        -- Not in the WHERE: the planner would try the stable function with a snapshot that does not have the field yet.
        v_field := thing.field_id(v_id, v_item.value ->> 'name');
        update thing_class_fields f
           set validation_rules = thing.check_rules(v_id, v_field, v_item.value -> 'rules') where f.id = v_field;
    end loop;
    update thing_classes c
       set rules = thing.check_rules(v_id, null, coalesce(nullif(p_op -> 'rules', 'null'), '{}')) where c.id = v_id;
    for v_item in select u.id from thing_class_uniques u
                   where u.class_id = v_parent and u.dropped_version is null order by u.id loop
        perform thing.inherit_unique(v_item.id, v_id, p_version);
    end loop;
    for v_item in select u.value
                    from jsonb_array_elements(coalesce(nullif(p_op -> 'uniques', 'null'), '[]')) with ordinality u
                   order by u.ordinality loop
        perform thing.insert_unique(v_id, v_item.value ->> 'name', v_item.value -> 'fields', p_version);
    end loop;

    for v_item in select i.value
                    from jsonb_array_elements(coalesce(nullif(p_op -> 'indexes', 'null'), '[]')) with ordinality i
                   order by i.ordinality loop
        perform thing.insert_index(v_id, v_item.value ->> 'name', v_item.value -> 'keys', p_version);
    end loop;

    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'drop_class', 'class', v_name));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'CLASS_ADDED', 'class', v_name, 'impact', 'SAFE'));
    v_result.changes := v_result.changes || thing.extension_change(v_id, p_version, true);
    -- References to the parent, or to its parents, must now reach this class too.
    v_result.touched := array[v_id] || thing.classes_referring_to(v_parent);
    return v_result;
end
$$;
comment on function thing.op_create_class(jsonb, integer) is 'Schema operation create_class. Internal.';
revoke all on function thing.op_create_class(jsonb, integer) from public;

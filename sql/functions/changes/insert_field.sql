-- Adds a field to a class and to all that extend it; metadata only. p_waits: what a computed one is made of may come
-- later, the caller calls thing.define_computed then. Runs inside the tenant's schema.
-- Errors: TB010 INVALID_NAME, TB011 NAME_TAKEN, TB012 RESERVED_NAME, TB020 INVALID_CHANGE, TB021 UNKNOWN_CLASS,
-- TB023 UNKNOWN_TYPE, TB029 UNKNOWN_ENUM, TB024/TB025/TB026 rules, TB027 EXTENSION_MISSING, TB028 INVALID_DEFAULT,
-- TB02A INVALID_EXPRESSION.
create or replace function thing.insert_field(
    p_class_id integer, p_field jsonb, p_version integer, p_waits boolean default false)
returns integer
language plpgsql
as $$
declare
    v_field jsonb := thing.canonical_field(p_field);
    v_name text := v_field ->> 'name';
    v_type record;
    v_clash text;
    v_target integer;
    v_id integer;
    v_rules jsonb;
    v_inverse text;
    v_child integer;
begin
    perform thing.check_name(v_name, 'field');
    select c.name into v_clash
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
     where f.class_id = any (array(select thing.class_family(p_class_id))) and f.name = v_name
       and f.dropped_version is null
     limit 1;
    if found then
        perform thing.fail('NAME_TAKEN', format('class %s already has a field %s', v_clash, v_name),
            jsonb_build_object('class', v_clash, 'field', v_name));
    end if;
    v_field := v_field
        || jsonb_build_object('params', thing.check_params(v_field ->> 'type', thing.enum_params(v_field -> 'params')));
    perform thing.column_type(v_field ->> 'type', v_field -> 'params');
    if not coalesce(p_field -> 'params', '{}') ? 'collation' and not p_field ? 'collation'
       and (select t.params ? 'collation' from thing.field_types t where t.name = v_field ->> 'type') then
        v_field := jsonb_set(v_field, '{params}',
            (v_field -> 'params') || jsonb_strip_nulls(jsonb_build_object('collation',
                (select t.text_collation from thing.tenants t where t.schema_name = current_schema()))));
    end if;
    select t.category, t.search_method, t.index_method into v_type from thing.field_types t
     where t.name = v_field ->> 'type';
    if v_type.category <> 'reference' and v_field ?| array['target', 'onDelete'] then
        perform thing.fail('INVALID_CHANGE',
            format('field %s is not a reference, so it cannot have target or onDelete', v_name), v_field);
    elsif coalesce(v_field ->> 'onDelete', 'restrict') not in ('restrict', 'setNull', 'cascade') then
        perform thing.fail('INVALID_CHANGE',
            format('onDelete of %s must be restrict, setNull or cascade', v_name), v_field);
    end if;
    perform thing.check_indexing(v_field);
    if v_field ->> 'target' is not null then
        v_target := (thing.class_row(v_field ->> 'target')).id;
    end if;
    perform thing.value_sql(v_field ->> 'type', v_field -> 'params', v_field -> 'default');

    insert into thing_class_fields (class_id, name, physical_name, type, params, label, description, position,
        indexed, searchable, default_value, target_id, on_delete, deprecated, created_version, aliases,
        expression, personal)
    values (p_class_id, v_name, thing.free_column(p_class_id, v_name), v_field ->> 'type', v_field -> 'params',
        v_field ->> 'label', v_field ->> 'description',
        (select coalesce(max(f.position), 0) + 1 from thing_class_fields f where f.class_id = p_class_id),
        (v_field ->> 'indexed')::boolean, (v_field ->> 'searchable')::boolean, nullif(v_field -> 'default', 'null'),
        v_target,
        case when v_type.category = 'reference'
             then coalesce(v_field ->> 'onDelete',
                 case v_field ->> 'type' when 'references' then 'cascade' else 'restrict' end) end,
        v_field ->> 'deprecated', p_version, coalesce(v_field -> 'aliases', '{}'),
        case when v_field ? 'expression' then jsonb_strip_nulls(jsonb_build_object(
            'given', v_field -> 'expression', 'stored', v_field -> 'stored', 'kept', v_field -> 'kept')) end,
        (v_field ->> 'personal')::boolean)
    returning id into v_id;
    v_rules := thing.check_rules(p_class_id, v_id, v_field -> 'rules');
    v_inverse := coalesce(v_field ->> 'inverse', case when v_target is not null then thing.new_inverse(v_id) end);
    if v_rules <> '{}' or v_inverse is not null then
        update thing_class_fields f set validation_rules = v_rules, inverse_name = v_inverse where f.id = v_id;
    end if;
    if v_field ? 'expression' and not p_waits then
        perform thing.define_computed(v_id);
    end if;
    for v_child in select c.id from thing_classes c where c.extends_id = p_class_id order by c.id loop
        perform thing.inherit_field(v_id, v_child, p_version);
    end loop;
    return v_id;
end
$$;
comment on function thing.insert_field(integer, jsonb, integer, boolean) is
    'Record a new field of a class and its descendants. Internal.';
revoke all on function thing.insert_field(integer, jsonb, integer, boolean) from public;

-- Records that a combination of fields is unique in a class and all that extend it. Runs inside the tenant's schema.
-- Errors: TB010 INVALID_NAME, TB011 NAME_TAKEN, TB020 INVALID_CHANGE, TB022 UNKNOWN_FIELD.
create or replace function thing.insert_unique(p_class_id integer, p_name text, p_fields jsonb, p_version integer)
returns integer
language plpgsql
as $$
declare
    v_fields integer[];
    v_id integer;
    v_child integer;
begin
    perform thing.check_name(p_name, 'unique');
    if jsonb_typeof(p_fields) is distinct from 'array' or jsonb_array_length(p_fields) not between 1 and 16 then
        perform thing.fail('INVALID_CHANGE', format('unique %s needs a list of 1 to 16 field names', p_name), p_fields);
    elsif exists (select from thing_class_uniques u
                    join thing_classes c on c.id = u.class_id and c.dropped_version is null
                   where u.class_id = any (array(select thing.class_family(p_class_id)))
                     and u.name = p_name and u.dropped_version is null) then
        perform thing.fail('NAME_TAKEN', format('unique %s already exists', p_name),
            jsonb_build_object('unique', p_name));
    end if;
    select array_agg(thing.field_id(p_class_id, n.value) order by n.ordinality) into v_fields
      from jsonb_array_elements_text(p_fields) with ordinality n;
    if exists (select from thing_class_fields f join thing.field_types t on t.name = f.type
                where f.id = any (v_fields) and t.category in ('json', 'geometry', 'vector')
                   or f.id = any (v_fields) and (f.type = 'references' or f.expression is not null))
       or (select count(distinct f) from unnest(v_fields) f) < cardinality(v_fields) then
        perform thing.fail('INVALID_CHANGE', format(
            'unique %s: computed fields, json, geometry, vector and references cannot be unique, and each field counts '
            'once',
            p_name), p_fields);
    end if;
    insert into thing_class_uniques (class_id, name, field_ids, created_version)
    values (p_class_id, p_name, v_fields, p_version)
    returning id into v_id;
    for v_child in select c.id from thing_classes c where c.extends_id = p_class_id order by c.id loop
        perform thing.inherit_unique(v_id, v_child, p_version);
    end loop;
    return v_id;
end
$$;
comment on function thing.insert_unique(integer, text, jsonb, integer) is
    'Record a unique combination of fields. Internal.';
revoke all on function thing.insert_unique(integer, text, jsonb, integer) from public;

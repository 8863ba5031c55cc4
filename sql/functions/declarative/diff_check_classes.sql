-- Stage of thing.diff: fails on what no change can do: another parent, abstract or not, another target. Yields nothing.
-- Runs inside the tenant's schema. Errors: TB020 INVALID_CHANGE, TB033 CONVERSION_FAILED, TB035 INVALID_INHERITANCE.
create or replace function thing.diff_check_classes(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
declare
    v_bad record;
begin
    select c.name, p.name as parent, c.abstract, d.value ->> 'extends' as wanted into v_bad
      from jsonb_array_elements(p_document -> 'classes') d
      join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
      left join thing_classes p on p.id = c.extends_id
     where p.name is distinct from d.value ->> 'extends' or c.abstract <> (d.value ->> 'abstract')::boolean
     order by c.id limit 1;
    if found and v_bad.parent is distinct from v_bad.wanted then
        perform thing.fail('INVALID_INHERITANCE', format('class %s extends %s; this cannot change to %s', v_bad.name,
            coalesce(v_bad.parent, 'nothing'), coalesce(v_bad.wanted, 'nothing')),
            jsonb_build_object('class', v_bad.name, 'extends', v_bad.parent, 'wanted', v_bad.wanted),
            'Make a new class with the other parent, move the things, and drop this class.');
    elsif found then
        perform thing.fail('INVALID_INHERITANCE', format('class %s is %s abstract; this cannot change', v_bad.name,
            case when v_bad.abstract then 'now' else 'not' end), jsonb_build_object('class', v_bad.name),
            'Make a new class, and drop this one.');
    end if;
    select c.name as class, f.name, f.type, t.name as target, w.value ->> 'type' as wanted_type,
           w.value ->> 'target' as wanted into v_bad
      from thing.diff_names(p_document) n
      join thing_class_fields f on f.id = n.field_id and not n.inherited
      join thing_classes c on c.id = f.class_id
      left join thing_classes t on t.id = f.target_id
      join jsonb_array_elements(p_document -> 'classes') d on d.value ->> 'name' = c.name
      join jsonb_array_elements(d.value -> 'fields') w on w.value ->> 'name' = n.wanted
     where (w.value ->> 'type' = f.type and t.name is distinct from w.value ->> 'target')
        or (w.value ->> 'type' <> f.type and array[w.value ->> 'type', f.type] && array['reference', 'references'])
     order by f.id limit 1;
    if found and v_bad.type <> v_bad.wanted_type then
        perform thing.fail('CONVERSION_FAILED',
            format('field %s of %s is of type %s; this cannot change to %s', v_bad.name, v_bad.class,
                v_bad.type, v_bad.wanted_type),
            jsonb_build_object('class', v_bad.class, 'field', v_bad.name, 'type', v_bad.type,
                'wanted', v_bad.wanted_type),
            'Add a field with another name, and drop this field.');
    elsif found then
        perform thing.fail('INVALID_CHANGE',
            format('field %s of %s refers to %s; this cannot change to %s', v_bad.name, v_bad.class,
                coalesce(v_bad.target, 'any class'), coalesce(v_bad.wanted, 'any class')),
            jsonb_build_object('class', v_bad.class, 'field', v_bad.name, 'target', v_bad.target,
                'wanted', v_bad.wanted),
            'Add a field with another name, move the references, and drop this field.');
    end if;
end
$$;
comment on function thing.diff_check_classes(jsonb) is 'Stage of thing.diff: refuse what cannot be changed. Internal.';
revoke all on function thing.diff_check_classes(jsonb) from public;

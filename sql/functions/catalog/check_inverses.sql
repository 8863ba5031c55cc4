-- Fails where a reference of these classes has a name at its other end that the target, or a class that extends it, has
-- for a field or for another reference; or where one of these classes has a field by the name of a reference to it or
-- to an ancestor. Runs inside the tenant's schema. Errors: TB011 NAME_TAKEN.
create or replace function thing.check_inverses(p_classes integer[])
returns void
language plpgsql
stable
as $$
declare
    v_clash record;
begin
    select t.name as target, i.inverse_name as name, c.name || '.' || i.name as reference, o.other into v_clash
      from thing_class_fields i
      join thing_classes c on c.id = i.class_id and c.dropped_version is null
      join thing_classes t on t.id = i.target_id
      cross join lateral (
          select null as other where thing.family_has_field(i.target_id, i.inverse_name)
          union all
          select d.name || '.' || j.name
            from thing_class_fields j
            join thing_classes d on d.id = j.class_id
           where j.id = thing.inverse_named(i.target_id, i.inverse_name, i.id)) o
     where i.inherited_from is null and i.dropped_version is null and i.inverse_name is not null
       and (i.class_id = any (p_classes)
            or i.inverse_name in (select n from thing_class_fields f
                                    cross join lateral unnest(f.name || array(select jsonb_object_keys(f.aliases))) n
                                where f.class_id = any (p_classes) and f.dropped_version is null))
     order by i.id, o.other
     limit 1;
    if found then
        perform thing.fail('NAME_TAKEN',
            format('%s of class %s would be the inverse of %s and %s', v_clash.name, v_clash.target, v_clash.reference,
                coalesce('that of ' || v_clash.other, 'a field')),
            jsonb_strip_nulls(jsonb_build_object('class', v_clash.target, 'name', v_clash.name,
                'reference', v_clash.reference, 'other', v_clash.other)),
            format('Choose another inverse for %s (inverse: "...")%s.',
                coalesce(v_clash.other || ' or ' || v_clash.reference, v_clash.reference),
                case when v_clash.other is null then ', or another name for the field' else '' end));
    end if;
end
$$;
comment on function thing.check_inverses(integer[]) is
    'Fail when the name of a reference at its other end is taken. Internal.';
revoke all on function thing.check_inverses(integer[]) from public;

-- Fails where a former name that one of these classes still has (thing_class_fields.aliases) is that of another field,
-- or of another field's alias. Nor may a required reference have one: types of the API are named after it (those
-- without it, for what it refers to), and would go with a rename. Runs inside the tenant's schema. Errors: TB011
-- NAME_TAKEN, TB020 INVALID_CHANGE.
create or replace function thing.check_aliases(p_classes integer[])
returns void
language plpgsql
stable
as $$
declare
    v_clash record;
begin
    select c.name as class, f.name as field, a.key as name, a.value #>> '{}' as until into v_clash
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
     cross join lateral jsonb_each(f.aliases) a
      join thing_class_fields o on o.class_id = f.class_id and o.id <> f.id and o.dropped_version is null
       and (o.name = a.key or o.aliases ? a.key)
     where f.aliases <> '{}' and f.dropped_version is null
       and f.class_id = any (p_classes)
     order by c.id, a.key
     limit 1;
    if found then
        perform thing.fail('NAME_TAKEN',
            format('%s of class %s is the former name of %s, which it keeps until %s', v_clash.name, v_clash.class,
                v_clash.field, v_clash.until),
            jsonb_build_object('class', v_clash.class, 'field', v_clash.name, 'aliasOf', v_clash.field,
                'until', v_clash.until),
            format('Choose another name, or end the alias first: alter_field of %s with aliases {}.', v_clash.field));
    end if;
    select c.name as class, f.name as field into v_clash
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
     where f.aliases <> '{}' and f.dropped_version is null and f.type = 'reference' and f.target_id is not null
       and f.class_id = any (p_classes)
       and exists (select from thing.effective_rules_of(f.class_id) r
                    where r.field_id = f.id and r.rule = 'required' and r.argument = 'true')
     order by f.id
     limit 1;
    if found then
        perform thing.fail('INVALID_CHANGE', format(
            'field %s of class %s is a required reference, which keeps no former name', v_clash.field, v_clash.class),
            jsonb_build_object('class', v_clash.class, 'field', v_clash.field),
            'Types of the API are named after it. Rename it without keepAlias, or end its aliases.');
    end if;
end
$$;
comment on function thing.check_aliases(integer[]) is 'Fail when a former name that is kept is taken. Internal.';
revoke all on function thing.check_aliases(integer[]) from public;

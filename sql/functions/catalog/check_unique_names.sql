-- Fails where a combination of fields that is unique in these classes is called like another field that is unique: the
-- API names what things are looked up by after both. Runs inside the tenant's schema. Errors: TB011 NAME_TAKEN.
create or replace function thing.check_unique_names(p_classes integer[])
returns void
language plpgsql
stable
as $$
declare
    v_clash record;
begin
    select c.name as class, u.name into v_clash
      from thing_class_uniques u
      join thing_classes c on c.id = u.class_id and c.dropped_version is null
      join thing_class_fields f on f.class_id = u.class_id and f.name = u.name and f.dropped_version is null
     where u.class_id = any (p_classes) and u.dropped_version is null and u.field_ids <> array[f.id]
       and exists (select from thing.effective_rules_of(u.class_id) e
                    where e.field_id = f.id and e.rule = 'unique' and e.argument = 'true')
     order by u.id
     limit 1;
    if found then
        perform thing.fail('NAME_TAKEN',
            format('class %s has a field and a combination of fields that are unique and called %s',
                v_clash.class, v_clash.name),
            jsonb_build_object('class', v_clash.class, 'unique', v_clash.name),
            'Give the combination another name.');
    end if;
end
$$;
comment on function thing.check_unique_names(integer[]) is
    'Fail when a unique combination is called like another unique field. Internal.';
revoke all on function thing.check_unique_names(integer[]) from public;

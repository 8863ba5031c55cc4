-- Fails where one of these classes, or one that a reference of theirs points to, has a field or an inverse by a name
-- that the API gives to what stands beside another one: for a list `albums` that is `albumsAggregate`. Descendants and
-- ancestors count, for they show the same. Runs inside the tenant's schema. Errors: TB011 NAME_TAKEN.
create or replace function thing.check_generated_names(p_classes integer[])
returns void
language plpgsql
stable
as $$
declare
    v_clash record;
begin
    with members as (
        select f.class_id, n.name, f.type = 'references' and f.target_id is not null as is_list
          from thing_class_fields f
          cross join lateral unnest(f.name || array(select jsonb_object_keys(f.aliases))) n (name)
         where f.class_id = any (p_classes) and f.dropped_version is null
        union all
        select f.target_id, f.inverse_name, true
          from thing_class_fields f
         where f.class_id = any (p_classes) and f.dropped_version is null and f.inherited_from is null
           and f.inverse_name is not null
    ), pairs as (
        select m.class_id, m.name as base, m.name || 'Aggregate' as name from members m where m.is_list
        union all
        select m.class_id, left(m.name, -length('Aggregate')), m.name from members m where m.name like '_%Aggregate'
    )
    select c.name as class, p.base, p.name into v_clash
      from pairs p
      join thing_classes c on c.id = p.class_id
     where thing.family_has_list(p.class_id, p.base)
       and (thing.family_has_field(p.class_id, p.name) or thing.inverse_named(p.class_id, p.name, 0) is not null)
     order by p.class_id, p.name
     limit 1;
    if found then
        perform thing.fail('NAME_TAKEN',
            format('%s of class %s is what the API calls the figures of %s', v_clash.name, v_clash.class, v_clash.base),
            jsonb_build_object('class', v_clash.class, 'name', v_clash.name, 'other', v_clash.base),
            format('Choose another name for %s or %s.', v_clash.name, v_clash.base));
    end if;
end
$$;
comment on function thing.check_generated_names(integer[]) is
    'Fail when a field or an inverse has the name of what stands beside a list. Internal.';
revoke all on function thing.check_generated_names(integer[]) from public;

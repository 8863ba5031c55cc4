-- What the API makes of enums has names of its own: none is a class's, another enum's, or the API's own. Runs inside
-- the tenant's schema.
-- Errors: TB011 NAME_TAKEN.
create or replace function thing.check_enum_names()
returns void
language plpgsql
stable
as $$
declare
    v_clash record;
begin
    select e.name as enum, n.name, o.other into v_clash
      from thing_enums e
      cross join lateral unnest(thing.enum_type_names(e.name)) n (name)
      cross join lateral (
          select 'class ' || c.name || '''s' as other from thing_classes c
           where c.api_names @> array[n.name] and c.dropped_version is null
          union all
          select 'enum ' || k.name || '''s' from thing_enums k
           where n.name = any (thing.enum_type_names(k.name)) and k.id <> e.id and k.dropped_version is null
          union all
          select 'the API''s own' where n.name = any (thing.static_names())) o
     where e.dropped_version is null
     order by e.id desc, n.name, o.other
     limit 1;
    if found then
        perform thing.fail('NAME_TAKEN',
            format('enum %s would have the type %s in the API, which is %s', v_clash.enum, v_clash.name, v_clash.other),
            jsonb_build_object('enum', v_clash.enum, 'name', v_clash.name));
    end if;
end
$$;
comment on function thing.check_enum_names() is 'Fail when names that the API makes of enums collide. Internal.';
revoke all on function thing.check_enum_names() from public;

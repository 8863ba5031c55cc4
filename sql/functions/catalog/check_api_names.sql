-- What the API makes of these classes (thing.store_names) has names of its own: none is another class's, an enum's, or
-- the API's own, or comes twice. Runs inside the tenant's schema. Errors: TB011 NAME_TAKEN.
create or replace function thing.check_api_names(p_classes integer[])
returns void
language plpgsql
stable
as $$
declare
    v_clash record;
begin
    select c.name as class, n.name, o.name as other into v_clash
      from thing_classes c
      cross join lateral (
          select o.name, o.api_names from thing_classes o
           where o.api_names && c.api_names and o.id <> c.id and o.dropped_version is null
          union all
          select null, thing.static_names()
          union all
          select 'enum ' || e.name, thing.enum_type_names(e.name) from thing_enums e where e.dropped_version is null
          union all
          select c.name, array(select n from unnest(c.api_names) n group by n having count(*) > 1)) o
      join lateral unnest(c.api_names) n (name) on n.name = any (o.api_names)
     where c.id = any (p_classes) and c.dropped_version is null
     order by c.id, o.name, n.name
     limit 1;
    if found then
        perform thing.fail('NAME_TAKEN',
            format('class %s would have %s in the API, which is %s', v_clash.class,
                case when v_clash.name ~ '^Query[.]' then 'the field ' || substr(v_clash.name, 7)
                     else 'the type ' || v_clash.name end,
                coalesce(case when v_clash.other = v_clash.class then 'there twice'
                              when v_clash.other ~ ' ' then v_clash.other || '''s'
                    else 'class ' || v_clash.other || '''s' end, 'the API''s own')),
            jsonb_strip_nulls(jsonb_build_object('class', v_clash.class, 'name', v_clash.name, 'of', v_clash.other)));
    end if;
end
$$;
comment on function thing.check_api_names(integer[]) is
    'Fail when names that the API makes of classes collide. Internal.';
revoke all on function thing.check_api_names(integer[]) from public;

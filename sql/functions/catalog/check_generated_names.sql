-- Fails where one of these classes, or one that a reference of theirs points to, has a field or an inverse by a name
-- that the API gives to what stands beside another one: `albumsAggregate` beside a list `albums`, `bossAncestors` and
-- `employeesDescendants` beside a reference of a class to itself and its other end. Ancestors and descendants of the
-- class count, for they show the same. Runs inside the tenant's schema. Errors: TB011 NAME_TAKEN.
create or replace function thing.check_generated_names(p_classes integer[])
returns void
language plpgsql
stable
as $$
declare
    v_clash record;
begin
    with members as (
        select f.class_id, n.name
          from thing_class_fields f
          cross join lateral unnest(f.name || array(select jsonb_object_keys(f.aliases))) n (name)
         where f.class_id = any (p_classes) and f.dropped_version is null
        union all
        select f.target_id, f.inverse_name
          from thing_class_fields f
         where f.class_id = any (p_classes) and f.dropped_version is null and f.inherited_from is null
           and f.inverse_name is not null
    ), pairs as (
        select m.class_id, s.suffix, p.base, p.base || s.suffix as name
          from members m
          cross join unnest(array['Aggregate', 'Ancestors', 'Descendants']) s (suffix)
          cross join lateral (
              select m.name as base
              union all
              select left(m.name, -length(s.suffix)) where m.name like '_%' || s.suffix) p
    ), named as materialized (   -- hardly any: what stands beside which others is asked of these alone
        select p.*
          from pairs p
         where p.name in (
               select n.name
                 from thing_class_fields f
                 cross join lateral (
                     select f.name
                     union all
                     select f.inverse_name
                     union all
                     select jsonb_object_keys(f.aliases) where f.aliases <> '{}') n
                where f.dropped_version is null and n.name ~ '(Aggregate|Ancestors|Descendants)$')
    )
    select c.name as class, p.base, p.name into v_clash
      from named p
      join thing_classes c on c.id = p.class_id
     where (thing.family_has_field(p.class_id, p.name) or thing.inverse_named(p.class_id, p.name, 0) is not null)
       and thing.has_beside(p.class_id, p.base, p.suffix)
     order by p.class_id, p.name
     limit 1;
    if found then
        perform thing.fail('NAME_TAKEN',
            format('%s of class %s is what the API has beside %s', v_clash.name, v_clash.class, v_clash.base),
            jsonb_build_object('class', v_clash.class, 'name', v_clash.name, 'other', v_clash.base),
            format('Choose another name for %s or %s.', v_clash.name, v_clash.base));
    end if;
end
$$;
comment on function thing.check_generated_names(integer[]) is
    'Fail when a field or an inverse has the name of what stands beside another. Internal.';
revoke all on function thing.check_generated_names(integer[]) from public;

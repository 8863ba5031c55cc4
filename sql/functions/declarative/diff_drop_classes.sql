-- Stage of thing.diff: the classes that a document lacks and that nothing holds any more; thing.diff repeats it until
-- all are gone. Where the rest refers to one another in a circle, a field of the circle goes first, and before it what
-- names it. Runs inside the tenant's schema.
create or replace function thing.diff_drop_classes(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    with going as materialized (
        select c.id, c.name, c.extends_id from thing_classes c
         where c.dropped_version is null and c.rollup is null
           and c.name not in (select d.value ->> 'name' from jsonb_array_elements(p_document -> 'classes') d)
    ), holding as materialized (
        select f.id, f.name, f.class_id, f.target_id, f.inherited_from is null as own
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
         where f.dropped_version is null and f.target_id in (select g.id from going g) and f.class_id <> f.target_id
    ), free as (
        select g.id, g.name from going g
         where not exists (select from going child where child.extends_id = g.id)
           and not exists (select from holding h where h.target_id = g.id)
    ), circle as materialized (
        select h.id, h.name, g.id as class_id, g.name as class
          from holding h
          join going g on g.id = h.class_id
         where h.own and not exists (select from free)
         order by h.id limit 1
    ), uses as (
        select jsonb_build_object('op', 'drop_unique', 'class', c.name, 'name', u.name) as change
          from thing_class_uniques u
          join thing_classes c on c.id = u.class_id and c.dropped_version is null
         where u.dropped_version is null and u.inherited_from is null
           and u.field_ids && array(select thing.field_family(k.id) from circle k)
        union all
        select jsonb_build_object('op', 'set_rules', 'class', c.name,
                   'rules', thing.rules_without(c.rules, array[k.name]))
          from circle k
          join thing_classes c on c.id = any (array(select thing.class_family(k.class_id)))
         where thing.rules_without(c.rules, array[k.name]) <> c.rules
        union all
        select jsonb_build_object('op', 'set_rules', 'class', c.name, 'field', f.name,
                   'rules', thing.rules_without(f.validation_rules, array[k.name]))
          from circle k
          join thing_classes c on c.id = any (array(select thing.class_family(k.class_id)))
          join thing_class_fields f on f.class_id = c.id and f.dropped_version is null and f.name <> k.name
         where thing.rules_without(f.validation_rules, array[k.name]) <> f.validation_rules
    )
    select jsonb_build_object('op', 'drop_class', 'class', f.name) from free f
    union all
    select u.change from uses u
    union all
    select jsonb_build_object('op', 'drop_field', 'class', k.class, 'field', k.name) from circle k
     where not exists (select from uses);
end
$$;
comment on function thing.diff_drop_classes(jsonb) is 'Stage of thing.diff: drop classes. Internal.';
revoke all on function thing.diff_drop_classes(jsonb) from public;

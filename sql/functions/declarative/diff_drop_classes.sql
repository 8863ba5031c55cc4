-- Stage of thing.diff: the classes that a document lacks and that nothing holds any more; thing.diff repeats it until all are gone.
-- Where the rest refers to one another in a circle, a field of the circle goes first. Runs inside the tenant's schema.
create or replace function thing.diff_drop_classes(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    with going as materialized (
        select c.id, c.name, c.extends_id from thing_classes c
         where c.dropped_version is null
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
    )
    select jsonb_build_object('op', 'drop_class', 'class', f.name) from free f
    union all
    (select jsonb_build_object('op', 'drop_field', 'class', g.name, 'field', h.name)
       from holding h
       join going g on g.id = h.class_id
      where h.own and not exists (select from free)
      order by h.id limit 1);
end
$$;
comment on function thing.diff_drop_classes(jsonb) is 'Stage of thing.diff: drop classes. Internal.';
revoke all on function thing.diff_drop_classes(jsonb) from public;

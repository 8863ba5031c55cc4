-- References in elements p_from to p_to of a list of things that point to nothing, or to a thing of another class: rows
-- that have some. What is not an id is left to others. Runs inside the tenant's schema.
create or replace function thing.missing_references(p_class_id integer, p_things jsonb, p_from integer, p_to integer)
returns table (n integer, violations jsonb)
language plpgsql
stable
as $$
#variable_conflict use_column
begin
    return query
    select e.n::integer, jsonb_agg(thing.violation(f.name, 'reference',
               format('must refer to an existing %s', coalesce(c.name, 'thing')),
               jsonb_build_object('target', c.name)) order by f.position)
      from jsonb_array_elements(p_things) with ordinality e (item, n)
      join thing_class_fields f on f.class_id = p_class_id and f.dropped_version is null
       and f.type in ('reference', 'references') and e.item ? f.name
      left join thing_classes c on c.id = f.target_id
     where e.n between p_from and p_to and exists (
         select from jsonb_array_elements(case jsonb_typeof(e.item -> f.name) when 'array' then e.item -> f.name
                                               else jsonb_build_array(e.item -> f.name) end) r (id)
          where case when r.id #>> '{}' ~ '^\{?[0-9a-fA-F]{4}(-?[0-9a-fA-F]{4}){7}\}?$' then not exists (
              select from thing_instances i
               where i.id = (r.id #>> '{}')::uuid
                 and (f.target_id is null or i.class_id in (select thing.class_family(f.target_id)))) end)
     group by e.n;
end
$$;
comment on function thing.missing_references(integer, jsonb, integer, integer) is
    'References of many things that point to nothing or to a thing of another class. Internal.';
revoke all on function thing.missing_references(integer, jsonb, integer, integer) from public;

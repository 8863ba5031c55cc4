-- References among the given values (keyed by API name) that point to nothing, or to a thing of another class; fields
-- in p_skip are not looked at. Runs inside the tenant's schema.
create or replace function thing.reference_violations(p_class_id integer, p_values jsonb, p_skip text[])
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select coalesce(jsonb_agg(thing.violation(f.name, 'reference',
                   format('must refer to an existing %s', coalesce(c.name, 'thing')),
                   jsonb_build_object('target', c.name)) order by f.position), '[]')
          from thing_class_fields f
          left join thing_classes c on c.id = f.target_id
         where f.class_id = p_class_id and f.dropped_version is null and f.type in ('reference', 'references')
           and p_values ? f.name and p_values -> f.name <> 'null' and f.name <> all (p_skip)
           and exists (
               select from jsonb_array_elements_text(case jsonb_typeof(p_values -> f.name)
                                                          when 'array' then p_values -> f.name
                                                     else jsonb_build_array(p_values -> f.name) end) as r (id)
                where not exists (
                    select from thing_instances i
                     where i.id = r.id::uuid
                       and (f.target_id is null or i.class_id in (select thing.class_family(f.target_id))))));
end
$$;
comment on function thing.reference_violations(integer, jsonb, text[]) is
    'References that point to nothing or to a thing of another class. Internal.';
revoke all on function thing.reference_violations(integer, jsonb, text[]) from public;

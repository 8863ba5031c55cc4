-- Which class the API takes the types of an enum from: {"Status": class id, "[Status]": class id of a list of them}: of
-- the classes with such a field the oldest. Enums that no field has are not there. Runs inside the tenant's schema.
create or replace function thing.enum_owners()
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select coalesce(jsonb_object_agg(o.name, o.class_id), '{}')
          from (select n.name, min(f.class_id) as class_id
                  from thing_enums e
                  join thing_class_fields f on f.params ? 'enum' and f.params ->> 'enum' = e.id::text
                   and f.inherited_from is null and f.dropped_version is null
                  join thing_classes c on c.id = f.class_id and c.dropped_version is null
                 cross join lateral unnest(array[e.name] || case f.type when 'multiselect' then array['[' || e.name
                                        || ']'] else '{}' end) n (name)
                 where e.dropped_version is null
                 group by n.name) o);
end
$$;
comment on function thing.enum_owners() is 'The classes that bring the types of enums along. Internal.';
revoke all on function thing.enum_owners() from public;

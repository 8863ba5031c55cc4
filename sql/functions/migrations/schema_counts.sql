-- How many classes, fields and indexes the tenant has, as its limits count them: {name: number}, of those of them that
-- it has a limit of (p_all: of all). Runs inside the tenant's schema.
create or replace function thing.schema_counts(p_all boolean default false)
returns jsonb
language plpgsql
stable
as $$
begin
    return (select coalesce(jsonb_object_agg(n.name, case n.name
        when 'schema_classes' then (select count(*) from thing_classes c where c.dropped_version is null)
        when 'schema_fields' then (select count(*) from thing_class_fields f
                                     join thing_classes c on c.id = f.class_id and c.dropped_version is null
                                    where f.dropped_version is null)
        else (select count(*) from thing_class_fields f
                join thing_classes c on c.id = f.class_id and c.dropped_version is null and not c.abstract
               where f.dropped_version is null
                 and (f.indexed or f.searchable or f.id in (
                     select r.field_id
                       from thing.effective_rules_of_many(array(
                            select k.id from thing_classes k where k.dropped_version is null)) r
                      where r.rule = 'unique' and r.argument = 'true')))
             + (select count(*) from thing_class_uniques u
                  join thing_classes c on c.id = u.class_id and c.dropped_version is null
                 where u.dropped_version is null)
             + (select count(*) from thing_class_indexes i
                  join thing_classes c on c.id = i.class_id and c.dropped_version is null) end), '{}')
      from thing.tenants t
      cross join unnest(array['schema_classes', 'schema_fields', 'schema_indexes']) n (name)
     where t.schema_name = current_schema() and (p_all or (t.limits ->> n.name)::integer > 0));
end
$$;
comment on function thing.schema_counts(boolean) is 'How much a tenant''s schema has of what is limited. Internal.';
revoke all on function thing.schema_counts(boolean) from public;

-- What the current schema should have, apart from fields and what hangs on them: thing.parts, with a copy of the model
-- tables for each class and each join table. Partitions of the log are tables like it; PostgreSQL keeps their columns,
-- constraints and indexes as those of the log. Runs inside the tenant's schema.
create or replace function thing.wanted_parts()
returns setof thing.catalog_part
language plpgsql
stable
as $$
begin
    return query
    with tables as materialized (
        select 'tc_model' as model, 'tc_' || c.physical_name as name from thing_classes c where not c.abstract
        union all
        select 'tj_model', format('tj_%s_%s', f.class_id, f.physical_name)
          from thing_class_fields f join thing_classes c on c.id = f.class_id and not c.abstract
         where f.type = 'references'
    )
    select p.table_name, p.part, p.name, p.definition from thing.parts p
     where p.scope = 'tenant' and p.table_name !~ '^t[cj]_model$'
    union all
    select l.name, p.part, l.name, p.definition
      from thing.log_partitions() l
      join thing.parts p on p.scope = 'tenant' and p.table_name = 'change_log' and p.part = 'table'
    union all
    select t.name, p.part, replace(p.name, t.model, t.name),
           case when p.part = 'index' then replace(p.definition::text, t.model, t.name)::jsonb else p.definition end
      from tables t
      join thing.parts p on p.scope = 'tenant' and p.table_name = t.model;
end
$$;
comment on function thing.wanted_parts() is
    'What the current tenant''s schema should have, apart from fields. Internal.';
revoke all on function thing.wanted_parts() from public;

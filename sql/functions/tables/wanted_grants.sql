-- What the tenant's role may do with a class's tables (null: with all of its schema): read every column, but write only
-- the live fields and, at insert, the id: system columns cannot be forged. Nothing of a rollup, which triggers write.
-- A dropped class or field: nothing. What defaults count by. Runs inside the tenant's schema.
create or replace function thing.wanted_grants(p_class_id integer)
returns table (table_name text, column_name text, privilege text)
language plpgsql
stable
as $$
begin
    return query
    with live as (
        select c.id, 'tc_' || c.physical_name as name, c.rollup is null as writable
          from thing_classes c
         where not c.abstract and c.dropped_version is null and (p_class_id is null or c.id = p_class_id)
    )
    select l.name, g.column_name, g.privilege
      from live l
      cross join (values (null, 'SELECT'), (null, 'DELETE'), ('id', 'INSERT')) g (column_name, privilege)
     where l.writable or g.privilege = 'SELECT'
    union all
    select case f.type when 'references' then format('tj_%s_%s', l.id, f.physical_name) else l.name end,
           case when f.type <> 'references' then f.physical_name end, g.privilege
      from live l
      join thing_class_fields f on f.class_id = l.id and f.dropped_version is null and f.expression is null
      cross join unnest(case f.type when 'references' then array['SELECT', 'INSERT', 'DELETE']
                             else array['INSERT', 'UPDATE'] end) g (privilege)
     where l.writable
    union
    select s.counter, null, 'USAGE' from thing.class_sequences(p_class_id) s
     where s.default_value -> 'gapless' is distinct from 'true'
    union   -- (also what was once counted by: thing.sequence_steps)
    select q.relname, null, 'USAGE' from pg_class q
     where p_class_id is null and q.relnamespace = current_schema()::regnamespace and q.relkind = 'S'
       and q.relname ~ '^tq_'
    union all
    select * from thing.metadata_grants() where p_class_id is null;
end
$$;
comment on function thing.wanted_grants(integer) is 'Privileges that the tenant''s role should have. Internal.';
revoke all on function thing.wanted_grants(integer) from public;

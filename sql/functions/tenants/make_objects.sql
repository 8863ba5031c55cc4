-- Makes the constraints and indexes that the metadata want, on tables that have none yet (thing.make_tables), at once
-- whatever their size; the tables before what refers to them. What a background job is to make is left to that: rows
-- may be in its way. A foreign key comes NOT VALID then. Runs inside the tenant's schema.
-- Errors: TB034 DEPENDENCY; PostgreSQL's, where rows are in the way.
create or replace function thing.make_objects()
returns void
language plpgsql
as $$
declare
    v_sql text;
begin
    for v_sql in
        select s.sql
          from thing_classes c
          cross join lateral thing.desired_objects(c.id) d
          cross join lateral thing.add_object_step(d, c.id, exists (
                select from thing_jobs j
                 where j.state <> 'done' and j.table_name = d.table_name and j.object_name = d.name)) s
         where not c.abstract and s.sql is not null
         order by s.phase
    loop
        execute v_sql;
    end loop;
end
$$;
comment on function thing.make_objects() is 'Make the constraints and indexes of all classes. Internal.';
revoke all on function thing.make_objects() from public;

-- The steps that fill the kept fields of these classes that are not filled yet, behind those that make their columns
-- and triggers: at once, or as a job where the things are many. Runs inside the tenant's schema.
create or replace function thing.kept_steps(p_classes integer[])
returns setof thing.ddl_step
language plpgsql
stable
as $$
begin
    return query
    select s.*
      from (select f.id, f.class_id, f.inlined, f.inherited_from is null as own, f.physical_name, c.abstract,
                   'tc_' || c.physical_name as table_name
              from thing_class_fields f
              join thing_classes c on c.id = f.class_id and c.dropped_version is null
             where f.class_id = any (p_classes) and f.dropped_version is null and f.expression -> 'kept' = 'true'
               and f.expression -> 'filled' is null
             order by f.id) f
     cross join lateral (
        select (thing.ddl_step(phase => 'grants', table_name => f.table_name, lock_mode => 'ROW EXCLUSIVE',
                   sql => format('select thing.fill_kept(%s)', f.id))).*
         where not f.inlined and not f.abstract
        union all
        select (thing.ddl_step(phase => 'jobs', job => jsonb_build_object('kind', 'kept', 'class_id', f.class_id,
                   'field_id', f.id, 'name', f.physical_name))).*
         where f.inlined and f.own) s;
end
$$;
comment on function thing.kept_steps(integer[]) is 'The steps that fill kept fields. Internal.';
revoke all on function thing.kept_steps(integer[]) from public;

-- References of things of a class that would point to nothing: what is inserted again stays away, and an update leaves
-- the field as it is. Runs inside the tenant's schema.
create or replace function thing.rewind_missing(p_class_id integer, p_steps thing.rewind_step[])
returns setof thing.rewind_conflict
language plpgsql
stable
set enable_nestloop = off     -- how many steps there are is not known to the planner
as $$
declare
    v_columns text[] := array(
        select f.physical_name from thing_class_fields f
         where f.class_id = p_class_id and f.type = 'reference' and f.dropped_version is null);
begin
    if v_columns = '{}' then
        return;
    end if;
    return query execute format($sql$
        select $2, r.thing_id, case when r.action = 'update' then c.name end, 'MISSING',
               jsonb_build_object('field', c.name, 'missing', r.image ->> c.name)
          from (%s) r
         cross join unnest($3) c (name)
         where r.image ->> c.name is not null
           and (r.image ->> c.name)::uuid not in (select s.thing_id from unnest($1) s where s.action = 'insert')
           and (not exists (select from thing_instances i where i.id = (r.image ->> c.name)::uuid)
                or (r.image ->> c.name)::uuid in (select s.thing_id from unnest($1) s where s.action = 'delete'))$sql$,
        thing.rewind_rows_sql(p_class_id, '{insert,update}'))
    using p_steps, p_class_id, v_columns;
end
$$;
comment on function thing.rewind_missing(integer, thing.rewind_step[]) is
    'References of a rewind that would point to nothing. Internal.';
revoke all on function thing.rewind_missing(integer, thing.rewind_step[]) from public;

-- The steps of a rewind less its conflicts: a thing that has one stays as it is; of a thing with one in a column, that
-- column does. Pure.
create or replace function thing.rewind_without(p_steps thing.rewind_step[], p_conflicts thing.rewind_conflict[])
returns thing.rewind_step[]
language sql
immutable
set search_path = pg_catalog, pg_temp
set enable_nestloop = off     -- how many steps there are is not known to the planner
as $$
    select array(
        select row(s.class_id, s.thing_id, case when c.whole then 'none' else s.action end, s.seq, s.patch,
                   coalesce(s.kept, '{}') || c.columns)::thing.rewind_step
          from unnest(p_steps) s
          left join (select u.class_id, u.thing_id, bool_or(u.column_name is null) as whole,
                            array_remove(array_agg(u.column_name), null) as columns
                       from unnest(p_conflicts) u
                      group by u.class_id, u.thing_id) c on c.class_id = s.class_id and c.thing_id = s.thing_id)
$$;
comment on function thing.rewind_without(thing.rewind_step[], thing.rewind_conflict[]) is
    'The steps of a rewind less its conflicts. Internal.';
revoke all on function thing.rewind_without(thing.rewind_step[], thing.rewind_conflict[]) from public;

-- Links that a rewind would make and one end of which is not there afterwards. Runs inside the tenant's schema.
create or replace function thing.rewind_lost(p_steps thing.rewind_step[], p_links thing.rewind_link[])
returns setof thing.rewind_link
language plpgsql
stable
set enable_nestloop = off     -- how many steps there are is not known to the planner
as $$
begin
    return query
    select l.*
      from unnest(p_links) l
     where l.wanted
       and exists (select from unnest(array[l.source_id, l.target_id]) e (id)
                    where e.id not in (select s.thing_id from unnest(p_steps) s where s.action = 'insert')
                      and (not exists (select from thing_instances i where i.id = e.id)
                           or e.id in (select s.thing_id from unnest(p_steps) s where s.action = 'delete')));
end
$$;
comment on function thing.rewind_lost(thing.rewind_step[], thing.rewind_link[]) is
    'Links of a rewind that would lead to nothing. Internal.';
revoke all on function thing.rewind_lost(thing.rewind_step[], thing.rewind_link[]) from public;

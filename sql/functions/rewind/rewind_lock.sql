-- Locks what a rewind may write until the transaction ends, in the order of the ids: the things, and for those that it
-- may delete also their instance rows, so that no new reference to them appears. Runs inside the tenant's schema.
create or replace function thing.rewind_lock(p_steps thing.rewind_step[])
returns void
language plpgsql
as $$
declare
    v_class integer;
begin
    for v_class in select distinct s.class_id from unnest(p_steps) s order by 1 loop
        execute format('select count(*) from (select from %I t where t.id = any ($1) order by t.id for update) l',
            thing.table_name(v_class))
          using array(select s.thing_id from unnest(p_steps) s where s.class_id = v_class);
    end loop;
    perform from thing_instances i
      where i.id = any (array(select s.thing_id from unnest(p_steps) s where s.action in ('delete', 'mixed')))
      order by i.id
        for update;
end
$$;
comment on function thing.rewind_lock(thing.rewind_step[]) is 'Locks what a rewind may write. Internal.';
revoke all on function thing.rewind_lock(thing.rewind_step[]) from public;

-- Things of a class whose update would change nothing: they have the earlier values already. Runs inside the tenant's
-- schema.
create or replace function thing.rewind_idle(p_class_id integer, p_steps thing.rewind_step[])
returns setof uuid
language plpgsql
stable
set enable_nestloop = off     -- how many steps there are is not known to the planner
as $$
begin
    return query execute format($sql$
        select r.thing_id
          from (%s) r
          join %I _o on _o.id = r.thing_id
         cross join lateral (select %s as image) v
         where v.image || r.image = v.image$sql$,
        thing.rewind_rows_sql(p_class_id, '{update}'), thing.table_name(p_class_id), thing.image_sql(p_class_id, '_o'))
    using p_steps;
end
$$;
comment on function thing.rewind_idle(integer, thing.rewind_step[]) is
    'Things that a rewind has nothing to change of. Internal.';
revoke all on function thing.rewind_idle(integer, thing.rewind_step[]) from public;

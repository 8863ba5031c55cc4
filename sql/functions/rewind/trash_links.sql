-- The to-many links that the deletes of things took along, in both directions. Runs inside the tenant's schema.
create or replace function thing.trash_links(p_steps thing.rewind_step[])
returns setof thing.rewind_link
language plpgsql
stable
as $$
begin
    return query
    select distinct l.class_id, e.key, l.thing_id, e.value::uuid, true
      from unnest(p_steps) s
     cross join change_log_state a   -- up to its floor, transaction ids are another cluster's
      join change_log d on d.seq = s.seq
      join change_log l on l.xid = d.xid and l.operation = 'unlink' and (l.seq > a.floor_seq) = (d.seq > a.floor_seq)
     cross join lateral jsonb_each_text(l.old) e
      join thing_class_fields f on f.class_id = l.class_id and f.physical_name = e.key and f.dropped_version is null
     where s.action = 'insert' and s.thing_id in (l.thing_id, e.value::uuid);
end
$$;
comment on function thing.trash_links(thing.rewind_step[]) is 'Links that the deletes of things took along. Internal.';
revoke all on function thing.trash_links(thing.rewind_step[]) from public;

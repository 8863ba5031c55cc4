-- What brings deleted things back: each is inserted again as its delete found it, and references that the delete set to
-- null, and that are null still, point to it again. Runs inside the tenant's schema, with the settings of thing.rewind.
create or replace function thing.trash_steps(p_ids uuid[])
returns setof thing.rewind_step
language plpgsql
stable
as $$
declare
    v_deletes bigint[] := array(
        select max(l.seq) from change_log l
         where l.thing_id = any (p_ids) and l.operation = 'delete'
           and not exists (select from thing_instances i where i.id = l.thing_id)
         group by l.thing_id);
    v_class integer;
    v_floor bigint := (select s.floor_seq from change_log_state s);   -- up to it, xids are another cluster's
begin
    return query
    select l.class_id, l.thing_id, 'insert', l.seq, null::jsonb, null::text[]
      from change_log l where l.seq = any (v_deletes);
    for v_class in
        select distinct u.class_id
          from change_log d
          join change_log u on u.xid = d.xid and u.operation = 'update'
           and (u.seq > v_floor) = (d.seq > v_floor)
          join thing_classes c on c.id = u.class_id and c.dropped_version is null
         where d.seq = any (v_deletes)
    loop
        return query
        select v_class, u.thing_id, 'update', null::bigint, jsonb_object_agg(f.physical_name, to_jsonb(d.thing_id)),
               null::text[]
          from change_log d
          join change_log u on u.xid = d.xid and u.operation = 'update' and u.class_id = v_class
           and (u.seq > v_floor) = (d.seq > v_floor)
          join thing_class_fields f on f.class_id = v_class and f.type = 'reference' and f.dropped_version is null
           and u.old ->> f.physical_name = d.thing_id::text
          join thing.live_images(v_class, array(
                   select x.thing_id from change_log d join change_log x on x.xid = d.xid and x.class_id = v_class
                    where d.seq = any (v_deletes) and x.operation = 'update')) i on i.id = u.thing_id
           and i.image ->> f.physical_name is null
         where d.seq = any (v_deletes)
         group by u.thing_id;
    end loop;
end
$$;
comment on function thing.trash_steps(uuid[]) is 'What brings deleted things back. Internal.';
revoke all on function thing.trash_steps(uuid[]) from public;

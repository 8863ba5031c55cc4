-- Takes a thing's to-many links back to what they were before log row p_since (null: nothing to take back): what was
-- first unlinked since then was there, what was first linked was not. The links that a delete takes along may stand
-- before it in the log: unlinks of the same transaction count as later. Links to things that are no more stay away.
-- Runs inside the tenant's schema.
create or replace function thing.restore_links(p_class_id integer, p_id uuid, p_since bigint)
returns void
language plpgsql
as $$
declare
    v_field record;
    v_first jsonb;      -- target -> first operation on it since
begin
    for v_field in
        select f.physical_name, format('tj_%s_%s', p_class_id, f.physical_name) as links,
               thing.reference_table(f.target_id) as targets
          from thing_class_fields f
         where f.class_id = p_class_id and f.type = 'references' and f.dropped_version is null and p_since is not null
    loop
        select jsonb_object_agg(s.target, s.operation) into v_first
          from (select distinct on (target) coalesce(l.old, l.new) ->> v_field.physical_name as target, l.operation
                  from change_log l
                 where l.thing_id = p_id and l.operation in ('link', 'unlink')
                   and coalesce(l.old, l.new) ? v_field.physical_name
                   and (l.seq > p_since
                        or l.operation = 'unlink'
                           and l.xid = (select s.xid from change_log s
                                         where s.seq = p_since and s.operation = 'delete'))
                 order by target, l.seq) s;
        execute format('delete from %I j where j.source_id = $1 and $2 ->> j.target_id::text = ''link''', v_field.links)
          using p_id, v_first;
        execute format('insert into %I (source_id, target_id) select $1, t.id from %I t
                          join jsonb_each_text($2) e on e.value = ''unlink'' and e.key::uuid = t.id
                            on conflict do nothing',
                       v_field.links, v_field.targets)
          using p_id, v_first;
    end loop;
end
$$;
comment on function thing.restore_links(integer, uuid, bigint) is
    'Take a thing''s links back to an earlier state. Internal.';
revoke all on function thing.restore_links(integer, uuid, bigint) from public;

-- Brings deleted things back, as their deletes found them, as new versions: with the links that the deletes took along,
-- and the references to them that the deletes set to null. together: also all else that was deleted in the same
-- transactions. What would break rules or what is unique, or would refer to nothing, is a conflict. mode: as in
-- thing.rewind; returns what that returns.
-- Errors: TB020 INVALID_CHANGE, TB060 UNKNOWN_THING, TB070 REWIND_CONFLICT, refusals of a write, those of
-- thing.enter_tenant. Definer: as thing.rewind.
create or replace function thing.restore_deleted(
    tenant text, things uuid[], together boolean default false, mode text default 'refuse', first integer default 100)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
set timezone = 'UTC'
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_ids uuid[] := things;
    v_unknown uuid[];
    v_steps thing.rewind_step[];
    v_decided record;
    v_floor bigint;
begin
    perform thing.enter_tenant(restore_deleted.tenant);
    if v_ids is null or restore_deleted.first is null or restore_deleted.first < 0
       or coalesce(restore_deleted.mode not in ('plan', 'refuse', 'keep'), true) then
        perform thing.fail('INVALID_CHANGE', 'restore_deleted needs ids, and a mode: plan, refuse or keep');
    end if;
    if restore_deleted.together then
        -- (what came with an archive has the transaction ids of another cluster)
        v_floor := (select s.floor_seq from change_log_state s);
        v_ids := v_ids || array(
            select distinct o.thing_id
              from (select max(l.seq) as seq from change_log l
                     where l.thing_id = any (v_ids) and l.operation = 'delete' group by l.thing_id) m
              join change_log d on d.seq = m.seq
              join change_log o on o.xid = d.xid and o.operation = 'delete'
               and (o.seq > v_floor) = (d.seq > v_floor));
    end if;
    v_unknown := array(
        select i from unnest(v_ids) i
         where not exists (select from thing_instances t where t.id = i)
           and not exists (select from change_log l
                             join thing_classes c on c.id = l.class_id and c.dropped_version is null
                            where l.thing_id = i and l.operation = 'delete')
         order by i);
    if v_unknown <> '{}' then
        perform thing.fail('UNKNOWN_THING', format('not in the log: %s', array_to_string(v_unknown[:10], ', ')),
            jsonb_build_object('ids', to_jsonb(v_unknown[:100])), 'thing.deleted_things lists the deleted things.');
    end if;
    if restore_deleted.mode <> 'plan' then
        perform thing.rewind_lock(array(select s from thing.trash_steps(v_ids) s));
    end if;
    v_steps := array(select s from thing.trash_steps(v_ids) s);
    select d.* into v_decided
      from thing.rewind_settled(v_steps, array(select l from thing.trash_links(v_steps) l)) d;
    return thing.rewind_done(v_decided.steps, v_decided.links, v_decided.conflicts, restore_deleted.mode,
        thing.rewind_report(v_decided.steps, v_decided.links, v_decided.conflicts, null, null, '{}',
            restore_deleted.first));
end
$$;
comment on function thing.restore_deleted(text, uuid[], boolean, text, integer) is
    'Bring deleted things back, with their links; together: with all that was deleted in the same transactions. mode: '
    'refuse (nothing, where there are conflicts), keep, plan. Example: select thing.restore_deleted(''acme'', '
    'array(select id from thing.deleted_things(''acme'', ''Product''))).';
revoke all on function thing.restore_deleted(text, uuid[], boolean, text, integer) from public;
grant execute on function thing.restore_deleted(text, uuid[], boolean, text, integer) to thing_admin, thing_tenant;

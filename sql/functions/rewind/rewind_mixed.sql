-- Decides the steps of things that others have changed too (p_steps, of one class): what exists, and each field for
-- itself. What the last change to it that was not wanted left is what it goes back to; where such a change is the last
-- of all, it stays, and is a conflict if it differs from what there was at first. Fields that an image does not have
-- (they came later) are taken to be as they were. Runs inside the tenant's schema.
create or replace function thing.rewind_mixed(
    p_class_id integer, p_steps thing.rewind_step[], p_since timestamptz, p_actor text,
    out steps thing.rewind_step[], out conflicts thing.rewind_conflict[])
language plpgsql
stable
set enable_nestloop = off     -- how many steps there are is not known to the planner
as $$
declare
    v_columns text[] := thing.rewind_columns(p_class_id);
    v_renames jsonb := thing.option_renames(p_class_id);
    v_ids uuid[] := array(select s.thing_id from unnest(p_steps) s);
begin
    with log as materialized (
        select l.thing_id, l.seq, l.operation, l.actor, l.at, l.operation in ('insert', 'delete') as exist,
               l.at >= p_since and (p_actor is null or l.actor = p_actor) as mine,
               thing.rewind_image(p_class_id, l.thing_id, l.seq, l.old, v_renames) as old
          from unnest(p_steps) s
         cross join lateral (
               select c.* from change_log c
                where c.thing_id = s.thing_id and c.seq >= s.seq and c.class_id = p_class_id
                  and c.operation in ('insert', 'update', 'delete')
               offset 0) l),
    live as materialized (select i.id, i.image from thing.live_images(p_class_id, v_ids) i),
    -- each change with the thing before and after; a delete leaves its values, an insert finds those of the delete
    rows as materialized (
        select l.*, case when l.operation = 'insert' then lag(l.old) over w else l.old end as before,
               case when l.operation = 'delete' then l.old else coalesce(lead(l.old) over w, v.image) end as after
          from log l
          left join live v on v.id = l.thing_id
        window w as (partition by l.thing_id order by l.seq)),
    existence as (
        select r.*, min(r.seq) filter (where r.mine and r.exist and r.seq > r.last_exist)
                        over (partition by r.thing_id) as turn
          from (select r.*, coalesce(max(r.seq) filter (where not r.mine and r.exist)
                                         over (partition by r.thing_id), 0) as last_exist
                  from rows r) r),
    decided as materialized (
        select e.thing_id, bool_or(e.operation = 'delete' and e.seq = e.last_seq) as gone,
               min(e.operation) filter (where e.seq = e.turn) as turned,
               bool_or(e.seq = e.first_seq and e.operation = 'insert') as made,
               bool_or(not e.mine and e.seq > e.turn) as changed,
               max(e.seq) filter (where e.operation = 'delete') as deleted,
               max(e.seq) filter (where not e.mine) as other
          from (select e.*, min(e.seq) over (partition by e.thing_id) as first_seq,
                       max(e.seq) over (partition by e.thing_id) as last_seq
                  from existence e) e
         group by e.thing_id),
    steps as (
        select d.*, case
                   when d.turned = 'insert' then case when d.gone or d.changed then 'none' else 'delete' end
                   when d.turned = 'delete' then case when d.gone then 'insert' else 'update' end
                   when d.gone then 'none'
                   else 'update' end as action
          from decided d),
    changes as (
        select r.thing_id, r.seq, r.mine, c.name, r.before -> c.name as before, v_last.value as value,
               max(r.seq) filter (where not r.mine) over w as other, min(r.seq) filter (where r.mine) over w as first
          from rows r
          join steps s on s.thing_id = r.thing_id and s.action in ('insert', 'update')
         cross join lateral unnest(v_columns) c (name)
         cross join lateral (select r.after -> c.name as value) v_last
         where r.before ? c.name and r.after ? c.name and r.before -> c.name <> r.after -> c.name
        window w as (partition by r.thing_id, c.name)),
    fields as (
        select c.thing_id, c.name, max(c.other) as other,
               (array_agg(c.before order by c.seq) filter (where c.mine and c.seq > coalesce(c.other, 0)))[1] as back,
               (array_agg(c.before order by c.seq) filter (where c.seq = c.first))[1] as earlier,
               (array_agg(c.value order by c.seq desc))[1] as present
          from changes c
         where c.first is not null
         group by c.thing_id, c.name)
    select array(select row(p_class_id, s.thing_id, s.action, case when s.action = 'insert' then s.deleted end, f.patch,
                         null)::thing.rewind_step
                   from steps s
                   left join (select f.thing_id, jsonb_object_agg(f.name, f.back) as patch
                                from fields f
                               where f.back is not null
                               group by f.thing_id) f on f.thing_id = s.thing_id),
           array(select row(p_class_id, s.thing_id, null, case when s.turned is null then 'DELETED' else 'CHANGED' end,
                         jsonb_build_object('actor', l.actor, 'at', l.at))::thing.rewind_conflict
                   from steps s
                   join log l on l.thing_id = s.thing_id and l.seq = s.other
                  where s.turned is null and s.gone and not s.made or s.turned = 'insert' and not s.gone and s.changed)
           || array(select row(p_class_id, f.thing_id, f.name, 'CHANGED', jsonb_build_object('actor', l.actor, 'at',
                            l.at, 'present', f.present, 'earlier', f.earlier))::thing.rewind_conflict
                      from fields f
                      join log l on l.thing_id = f.thing_id and l.seq = f.other
                     where f.back is null and f.earlier <> f.present)
      into rewind_mixed.steps, rewind_mixed.conflicts;
end
$$;
comment on function thing.rewind_mixed(integer, thing.rewind_step[], timestamptz, text) is
    'What a rewind does with things that others changed too. Internal.';
revoke all on function thing.rewind_mixed(integer, thing.rewind_step[], timestamptz, text) from public;

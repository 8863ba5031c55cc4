-- What a rewind has to do with each thing, as far as the log alone tells: one step a thing that the wanted changes
-- (since p_since, by p_actor, of p_class_ids, of p_things; null: any) touched. Where all changes after the first wanted
-- one are wanted too, the image before it is what the thing goes back to; else the step is "mixed". Runs inside the
-- tenant's schema.
create or replace function thing.rewind_chains(
    p_since timestamptz, p_actor text, p_class_ids integer[], p_things uuid[])
returns setof thing.rewind_step
language plpgsql
stable
as $$
begin
    return query
    with starts as materialized (
        select l.class_id, l.thing_id, min(l.seq) as seq
          from change_log l
         where l.at >= p_since and l.operation in ('insert', 'update', 'delete') and l.class_id = any (p_class_ids)
           and (p_actor is null or l.actor = p_actor) and (p_things is null or l.thing_id = any (p_things))
         group by l.class_id, l.thing_id),
    chains as (
        select s.class_id, s.thing_id, s.seq,
               bool_and(l.at >= p_since and (p_actor is null or l.actor = p_actor)) as pure,
               min(l.operation) filter (where l.seq = s.seq) as first,
               max((lpad(l.seq::text, 20, '0') || l.operation) collate "C") as last
          from starts s
          join change_log l on l.thing_id = s.thing_id and l.seq >= s.seq and l.class_id = s.class_id
           and l.operation in ('insert', 'update', 'delete')
         group by s.class_id, s.thing_id, s.seq)
    select c.class_id, c.thing_id, case
               when not c.pure then 'mixed'
               when c.first = 'insert' then case when c.last like '%delete' then 'none' else 'delete' end
               when c.last like '%delete' then 'insert'
               else 'update' end,
           c.seq, null::jsonb, null::text[]
      from chains c;
end
$$;
comment on function thing.rewind_chains(timestamptz, text, integer[], uuid[]) is
    'What a rewind has to do with each thing, as the log tells. Internal.';
revoke all on function thing.rewind_chains(timestamptz, text, integer[], uuid[]) from public;

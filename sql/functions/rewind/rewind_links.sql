-- The to-many links that a rewind makes or takes away: where the last change of a link that was not wanted is not the
-- last of all, the link goes back to what that change left. p_restored: things that are inserted again; the links that
-- their deletes took along come back, whatever class they start from. Runs inside the tenant's schema.
create or replace function thing.rewind_links(
    p_since timestamptz, p_actor text, p_class_ids integer[], p_things uuid[], p_restored uuid[])
returns setof thing.rewind_link
language plpgsql
stable
as $$
begin
    return query
    with wanted as materialized (
        select l.class_id, e.key as name, l.thing_id, e.value as target, min(l.seq) as seq
          from change_log l
         cross join lateral jsonb_each_text(coalesce(l.new, l.old)) e
         where l.at >= p_since and l.operation in ('link', 'unlink') and (p_actor is null or l.actor = p_actor)
           and (l.class_id = any (p_class_ids) and (p_things is null or l.thing_id = any (p_things))
                or l.operation = 'unlink' and e.value::uuid = any (p_restored))
         group by l.class_id, e.key, l.thing_id, e.value),
    changes as (
        select w.class_id, w.name, w.thing_id, w.target, l.seq, l.operation,
               l.at >= p_since and (p_actor is null or l.actor = p_actor) as mine
          from wanted w
          join change_log l on l.thing_id = w.thing_id and l.seq >= w.seq and l.operation in ('link', 'unlink')
           and l.class_id = w.class_id and coalesce(l.new, l.old) ->> w.name = w.target),
    last as (
        select c.*, coalesce(max(c.seq) filter (where not c.mine)
                                 over (partition by c.class_id, c.name, c.thing_id, c.target), 0) as other
          from changes c)
    select l.class_id, l.name, l.thing_id, l.target::uuid, (array_agg(l.operation order by l.seq))[1] = 'unlink'
      from last l
      join thing_class_fields f on f.class_id = l.class_id and f.physical_name = l.name and f.dropped_version is null
     where l.seq > l.other
     group by l.class_id, l.name, l.thing_id, l.target
    having (array_agg(l.operation order by l.seq))[1] = 'unlink'
           is distinct from ((array_agg(l.operation order by l.seq desc))[1] = 'link');
end
$$;
comment on function thing.rewind_links(timestamptz, text, integer[], uuid[], uuid[]) is
    'The to-many links that a rewind makes or takes away. Internal.';
revoke all on function thing.rewind_links(timestamptz, text, integer[], uuid[], uuid[]) from public;

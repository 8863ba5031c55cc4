-- What a rewind does, ready to be shown: {restored, reverted, deleted, linked, unlinked, conflicts, classes: [the same
-- for each class], conflictList: [at most p_first], leftOut: [what the schema has no more]}. Runs inside the tenant's
-- schema.
create or replace function thing.rewind_report(
    p_steps thing.rewind_step[], p_links thing.rewind_link[], p_conflicts thing.rewind_conflict[],
    p_since timestamptz, p_actor text, p_class_ids integer[], p_first integer)
returns jsonb
language plpgsql
stable
as $$
declare
    v_classes jsonb;
    v_left_out jsonb;
begin
    select coalesce(jsonb_agg(jsonb_build_object('class', c.name, 'restored', n.restored, 'reverted', n.reverted,
               'deleted', n.deleted, 'linked', n.linked, 'unlinked', n.unlinked, 'conflicts', n.conflicts)
               order by c.name collate "C"), '[]')
      into v_classes
      from (select u.class_id, count(*) filter (where u.what = 'insert') as restored,
                   count(*) filter (where u.what = 'update') as reverted,
                   count(*) filter (where u.what = 'delete') as deleted,
                   count(*) filter (where u.what = 'link') as linked,
                   count(*) filter (where u.what = 'unlink') as unlinked,
                   count(*) filter (where u.what = 'conflict') as conflicts
              from (select s.class_id, s.action as what from unnest(p_steps) s
                     union all
                    select l.class_id, case when l.wanted then 'link' else 'unlink' end from unnest(p_links) l
                     union all
                    select k.class_id, 'conflict' from unnest(p_conflicts) k) u
             group by u.class_id) n
      join thing_classes c on c.id = n.class_id;
    -- What the wanted changes did to fields and classes that are dropped by now.
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('class', o.class, 'field', o.field))
               order by o.class collate "C", o.field collate "C" nulls first), '[]')
      into v_left_out
      from (select c.name as class, null::text as field
              from thing_classes c
             where c.dropped_version is not null and c.rollup is null
               and exists (select from change_log l
                            where l.class_id = c.id and l.at >= p_since and (p_actor is null or l.actor = p_actor))
             union
            select c.name, f.name
              from thing_class_fields f
              join thing_classes c on c.id = f.class_id
              join schema_versions v on v.version = f.dropped_version
             where c.id = any (p_class_ids) and f.expression is null and not coalesce(f.pending, '{}') ? 'by'
               and v.created_at >= p_since
               and exists (select from jsonb_array_elements(v_classes) n where n ->> 'class' = c.name)) o;
    return (
        select jsonb_build_object(
                   'restored', coalesce(sum((c ->> 'restored')::bigint), 0),
                   'reverted', coalesce(sum((c ->> 'reverted')::bigint), 0),
                   'deleted', coalesce(sum((c ->> 'deleted')::bigint), 0),
                   'linked', coalesce(sum((c ->> 'linked')::bigint), 0),
                   'unlinked', coalesce(sum((c ->> 'unlinked')::bigint), 0),
                   'conflicts', cardinality(p_conflicts), 'classes', v_classes,
                   'conflictList', thing.rewind_conflicts(p_conflicts, p_first), 'leftOut', v_left_out)
          from jsonb_array_elements(v_classes) c);
end
$$;
comment on function thing.rewind_report(thing.rewind_step[], thing.rewind_link[], thing.rewind_conflict[], timestamptz,
    text, integer[], integer) is 'What a rewind does, as it is shown. Internal.';
revoke all on function thing.rewind_report(thing.rewind_step[], thing.rewind_link[], thing.rewind_conflict[],
    timestamptz, text, integer[], integer) from public;

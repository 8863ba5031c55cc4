-- Conflicts of a rewind, ready to be shown, in the order of classes and ids; at most p_first of them. present and
-- earlier are values as the log keeps them. Runs inside the tenant's schema.
create or replace function thing.rewind_conflicts(p_conflicts thing.rewind_conflict[], p_first integer)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('class', s.class, 'id', s.thing_id,
                   'field', s.field, 'reason', s.reason, 'actor', s.detail -> 'actor', 'at', s.detail -> 'at'))
                   || case when s.detail ? 'earlier' then jsonb_build_object(
                           'present', s.detail -> 'present', 'earlier', s.detail -> 'earlier') else '{}' end
                   || jsonb_build_object('message', format('%s %s%s', s.class, s.thing_id, case s.reason
                       when 'CHANGED' then case
                           when s.detail ? 'id' then format(' has links of %s that were made later',
                               s.detail ->> 'field')
                           when s.field is null then format(' was changed later by %s', s.detail ->> 'actor')
                           else format(': %s was changed later by %s', s.field, s.detail ->> 'actor') end
                       when 'DELETED' then format(' was deleted later by %s', s.detail ->> 'actor')
                       when 'REFERENCED' then format(' stays: %s %s refers to it by %s', s.detail ->> 'class',
                           s.detail ->> 'id', s.detail ->> 'field')
                       when 'MISSING' then format(' would refer to %s, which does not exist',
                           coalesce(s.detail ->> 'missing', s.detail ->> 'link'))
                       when 'RULES' then format(' would break a rule: %s', (
                           select string_agg(concat_ws(': ', v ->> 'field', v ->> 'message'), '; ')
                             from jsonb_array_elements(s.detail -> 'violations') v))
                       when 'DUPLICATE' then format(' stays: %s has its %s by now', s.detail ->> 'other',
                           s.detail ->> 'fields') end))
                   order by s.class collate "C", s.thing_id, s.field collate "C"), '[]')
          from (select k.*, c.name as class, f.name as field
                  from unnest(p_conflicts) k
                  join thing_classes c on c.id = k.class_id
                  left join thing_class_fields f on f.class_id = k.class_id and f.dropped_version is null
                   and f.physical_name = coalesce(k.column_name, k.detail ->> 'column')
                 order by c.name collate "C", k.thing_id, k.column_name collate "C" nulls first
                 limit p_first) s);
end
$$;
comment on function thing.rewind_conflicts(thing.rewind_conflict[], integer) is
    'Conflicts of a rewind as they are shown. Internal.';
revoke all on function thing.rewind_conflicts(thing.rewind_conflict[], integer) from public;

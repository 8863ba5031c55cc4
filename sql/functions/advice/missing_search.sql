-- Stage of thing.suggest_indexes: fields that are searched for parts of texts, in lists, documents and the like, and
-- have no index for it. Runs inside the tenant's schema.
create or replace function thing.missing_search(p_min_calls integer)
returns setof thing.advice
language plpgsql
stable
as $$
#variable_conflict use_column
declare
    c_write constant double precision := 0.05;   -- ms that such an index adds to a write
begin
    return query
    with needs as (
        select n.class_id, split_part(s, ' ', 1) as setting, split_part(s, ' ', 2)::integer as field_id,
               sum(n.calls) as calls, sum(n.ms) as ms, max(n.most_ms) as most_ms, max(n.writes) as writes,
               max(n.total) as total
          from thing.shape_needs(p_min_calls) n
          cross join unnest(n.searched) s
         where n.reads >= 500 and n.ms / n.calls >= 0.5
         group by 1, 2, 3
    )
    select 'missing search index', 'warning', c.name, array[f.name],
           format('%s lists of %s search %s, which is not %s', n.calls, c.name, f.name, n.setting),
           jsonb_build_object('calls', n.calls, 'ms', round(n.ms), 'mostMs', round(n.most_ms),
               'rowsRead', round(n.total)),
           jsonb_build_array(jsonb_build_object('op', 'alter_field', 'class', d.name, 'field', f.name,
               'set', jsonb_build_object(n.setting, true))),
           jsonb_build_object('ms', round(n.ms)), jsonb_build_object('bytes', null, 'writes', n.writes)
      from needs n
      join thing_classes c on c.id = n.class_id
      join thing_class_fields f on f.class_id = c.id and f.id = n.field_id and f.dropped_version is null
      join thing_classes d on d.name = thing.defining_class(f.id) and d.dropped_version is null
      join thing.field_types t on t.name = f.type
     where not case n.setting when 'searchable' then f.searchable else f.indexed end
       and case n.setting when 'searchable' then t.search_method else coalesce(t.case_method, t.index_method) end
           is not null
       and n.ms > 2 * c_write * n.writes
     order by n.ms desc, c.name, f.name;
end
$$;
comment on function thing.missing_search(integer) is 'Stage of thing.suggest_indexes: what is searched. Internal.';
revoke all on function thing.missing_search(integer) from public;

-- Stage of thing.suggest_indexes: indexes over several keys that would save more time than they cost. One that begins
-- with the keys of another stands for both. Where PostgreSQL can plan with indexes that are not there (hypopg), what it
-- would not use is left out, and the evidence has its costs. Runs inside the tenant's schema.
create or replace function thing.missing_indexes(p_min_calls integer)
returns setof thing.advice
language plpgsql
as $$
#variable_conflict use_column
declare
    c_write constant double precision := 0.01;   -- ms that an index adds to a write
begin
    return query
    with needs as materialized (
        select n.*,
               -- no more than was measured, and no more than reading so many rows takes (1 us each)
               least(n.ms * (1 - n.would_read / n.reads), n.calls * (n.reads - n.would_read) * 0.001) as gain
          from thing.shape_needs(p_min_calls) n
         where n.would_read is not null and n.searched = '{}' and n.reads >= 500
           and n.reads >= 4.99 * n.would_read   -- four fifths less: an index that has all counts a fifth, rounded
           and n.ms / n.calls >= 0.5
    ), longest as materialized (   -- each need, with the longest keys that begin with its own
        select n.*, l.key_ids as all_ids, l.key_orders as all_orders, l.equal_keys as all_equal,
               l.reading as all_reading
          from needs n
          cross join lateral (
            select o.key_ids, o.key_orders, o.equal_keys, o.reading from needs o
             where o.class_id = n.class_id and o.key_ids[1:cardinality(n.key_ids)] = n.key_ids
               and o.key_orders[1:cardinality(n.key_ids)] = n.key_orders
               -- the order by the id after fewer keys is not that after more
               and (n.reading = 'all' or o.key_ids = n.key_ids)
               and (not n.covers or o.covers or o.key_ids = n.key_ids)
             order by cardinality(o.key_ids) desc, o.key_ids, o.key_orders limit 1) l
    ), wanted as materialized (
        select l.class_id, l.all_ids, l.all_orders, sum(l.calls) as calls, sum(l.ms) as ms, max(l.most_ms) as most_ms,
               sum(l.gain) as gain, max(l.writes) as writes, max(l.total) as total,
               sum(l.reads * l.calls) / sum(l.calls) as reads,
               sum(l.would_read * l.calls) / sum(l.calls) as would_read, max(l.table_class) as table_class,
               bool_and(l.covers) as covers, bool_and(l.one_of) as one_of, max(l.all_equal) as equal_keys,
               max(l.all_reading) as reading
          from longest l
         group by 1, 2, 3
    )
    select 'missing index', 'warning', c.name, f.names,
           case when w.covers
                then format('%s aggregates of %s look up about %s rows each, and would find all that they read in an '
                        'index over %s', w.calls, c.name, round(w.reads), array_to_string(f.names, ', '))
                else format('%s lists of %s read about %s rows each, and would read %s with an index over %s%s',
                        w.calls, c.name, round(w.reads), greatest(1, round(w.would_read)),
                        array_to_string(f.names, ', '),
                        case when w.one_of then ', and with those for the other conditions of `or`' else '' end) end,
           jsonb_build_object('calls', w.calls, 'ms', round(w.ms), 'mostMs', round(w.most_ms),
               'rowsRead', round(w.reads), 'rowsWithIndex', case when w.covers then 0
                   else greatest(1, round(w.would_read)) end)
               || case when w.one_of then '{"or": true}' else '{}'::jsonb end
               || jsonb_strip_nulls(jsonb_build_object('planCost', p.cost_now, 'planCostWithIndex', p.cost_then)),
           jsonb_build_array(jsonb_build_object('op', 'add_index', 'class', c.name,
               'name', thing.index_name(c.id, k.keys), 'keys', k.keys)),
           jsonb_build_object('ms', round(w.gain)),
           jsonb_build_object('bytes', coalesce(p.bytes, round(w.total * s.width)), 'writes', w.writes)
      from wanted w
      join thing_classes c on c.id = w.class_id
      cross join lateral (select thing.index_keys(w.all_ids, w.all_orders) as keys) k
      cross join lateral (select array_agg(x.value ->> 'field' order by x.ordinality) as names
                            from jsonb_array_elements(k.keys) with ordinality x) f
      cross join lateral (
        -- an entry: its header, the id, the keys; a page is full to 90 %
        select 1.15 * (28 + coalesce(sum(p.avg_width), 8)) as width
          from thing_class_fields x
          join pg_stats p on p.schemaname = current_schema() and p.tablename = thing.table_name(w.table_class)
           and p.attname = x.physical_name
         where x.class_id = w.class_id and x.id = any (w.all_ids)) s
      cross join lateral thing.hypothetical_index(w.table_class, w.all_ids, w.all_orders, w.equal_keys, w.reading) p
     where w.gain > 2 * c_write * w.writes and p.used is not false
     order by w.gain desc, c.name, f.names;
end
$$;
comment on function thing.missing_indexes(integer) is 'Stage of thing.suggest_indexes: what is missing. Internal.';
revoke all on function thing.missing_indexes(integer) from public;

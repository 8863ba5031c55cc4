-- What the counted shapes of access want of a class's table: for each the columns that it compares and that it is
-- ordered by, how many rows the best index reads for it now, and the keys of the index that would serve it (ids of
-- fields, as thing_class_indexes has them) with what that would read. A class that others extend is judged by the
-- largest of its tables. Runs inside the tenant's schema.
create or replace function thing.shape_needs(p_min_calls integer)
returns table (class_id integer, table_class integer, calls bigint, ms double precision, most_ms double precision,
    writes bigint, total double precision, reading text, searched text[], reads double precision,
    would_read double precision, key_ids integer[], key_orders text[])
language plpgsql
stable
as $$
#variable_conflict use_column
begin
    return query
    with tables as materialized (   -- the largest of each class's family
        select distinct on (c.id) c.id as class_id, f as table_class, t.total, thing.column_shares(f) as shares
          from thing_classes c
          cross join lateral thing.class_family(c.id) f
          cross join lateral (
            select greatest(p.reltuples, pg_stat_get_live_tuples(p.oid), 0)::double precision as total from pg_class p
             where p.oid = to_regclass(quote_ident(thing.table_name(f)))) t
         where c.dropped_version is null and c.id in (select a.class_id from access_usage a)
         order by c.id, t.total desc, f
    ), columns as materialized (   -- what the ids of the shapes are called in that table
        select t.class_id, f.id, k.physical_name as name, y.index_method like 'btree %' as ordered,
               -- (an entry of an index has 2,704 bytes at most)
               y.category <> 'text' or coalesce((e.argument #>> '{}')::integer <= 600, false) as bounded,
               sum(a.calls) as used
          from tables t
          join access_usage a on a.class_id = t.class_id
          cross join lateral (
            select distinct u as id from unnest(a.equal || a.ranges
                || array(select split_part(s, ' ', 2)::integer from unnest(a.sort) s)) u) f
          cross join lateral (
            select x.physical_name, x.type, x.id from thing_class_fields x
             where f.id > 0 and x.class_id = t.table_class and x.id in (select thing.field_family(f.id))
               and x.dropped_version is null
            union all
            select s.column_name, 'datetime', null from thing.system_keys() s where s.id = f.id) k
          join thing.field_types y on y.name = k.type
          left join lateral (
            select r.argument from thing.effective_rules_of(t.table_class) r
             where r.field_id = k.id and r.rule = 'maxLength' and not r.of_items limit 1) e on y.category = 'text'
         group by 1, 2, 3, 4, 5
    ), shapes as materialized (
        select a.*, t.table_class, t.total, t.shares, q.names as equal_columns, g.names as range_columns,
               o.names as sort_columns, o.orders as sort_orders,
               -- (how many rows a search lets through is not known: it may have to read them all)
               a.reading = 'page' and a.searched = '{}' as paged,
               greatest(1, a.rows::double precision / a.calls) as wanted,
               -- The rarer a value is, the better; where several shapes have a field, it comes first for all of them.
               q.ids || case when a.reading = 'page' and cardinality(a.sort) > 0 then o.ids
                             else coalesce(g.ids[1:1], '{}') end as key_ids,
               array_fill('ASC'::text, array[coalesce(cardinality(q.ids), 0)])
                   || case when a.reading = 'page' and cardinality(a.sort) > 0 then o.orders
                           when cardinality(g.ids) > 0 then '{ASC}' else '{}' end as key_orders,
               cardinality(q.ids) = cardinality(a.equal) and cardinality(g.ids) = cardinality(a.ranges)
                   and cardinality(o.ids) = cardinality(a.sort)
                   and coalesce(q.usable, true) and coalesce(o.usable or not a.reading = 'page', true) as known,
               greatest(0, thing.class_writes(a.class_id) - a.writes_before) as writes
          from access_usage a
          join tables t on t.class_id = a.class_id
          cross join lateral (
            select coalesce(array_agg(c.id order by c.used desc, c.id), '{}') as ids,
                   coalesce(array_agg(c.name order by c.used desc, c.id), '{}') as names,
                   bool_and(c.ordered and c.bounded) as usable
              from columns c where c.class_id = a.class_id and c.id = any (a.equal)) q
          cross join lateral (
            select coalesce(array_agg(c.id order by c.used desc, c.id) filter (where c.ordered and c.bounded), '{}')
                       as ids,
                   coalesce(array_agg(c.name order by c.used desc, c.id) filter (where c.ordered and c.bounded), '{}')
                       as names
              from columns c where c.class_id = a.class_id and c.id = any (a.ranges)) g
          cross join lateral (
            select coalesce(array_agg(c.id order by s.n), '{}') as ids,
                   coalesce(array_agg(c.name order by s.n), '{}') as names,
                   coalesce(array_agg(split_part(s.key, ' ', 1) order by s.n), '{}') as orders,
                   bool_and(c.ordered and c.bounded) as usable
              from unnest(a.sort) with ordinality s (key, n)
              join columns c on c.class_id = a.class_id and c.id = split_part(s.key, ' ', 2)::integer) o
         where a.calls >= p_min_calls
    ), paths as materialized (
        select t.table_class, i.columns, i.orders from (select distinct s.table_class from shapes s) t
          cross join lateral thing.class_indexes(t.table_class) i
        union all
        select distinct s.table_class, '{}'::text[], '{}'::text[] from shapes s   -- a scan of the table
    )
    select s.class_id, s.table_class, s.calls, s.ms, s.most_ms, s.writes, s.total, s.reading, s.searched,
           (select min(thing.rows_read(s.total, s.shares, s.equal_columns, s.range_columns, s.sort_columns,
                       s.sort_orders, s.paged, s.wanted, p.columns, p.orders))
              from paths p where p.table_class = s.table_class),
           case when s.known and cardinality(s.key_ids) between 1 and 8 then thing.rows_read(s.total, s.shares,
               s.equal_columns, s.range_columns, s.sort_columns, s.sort_orders, s.paged, s.wanted,
               array(select coalesce(c.name, '') from unnest(s.key_ids) with ordinality k (id, n)
                       left join columns c on c.class_id = s.class_id and c.id = k.id order by k.n) || array['id'],
               s.key_orders || array['ASC']) end,
           s.key_ids, s.key_orders
      from shapes s;
end
$$;
comment on function thing.shape_needs(integer) is 'What the counted shapes of access want of their tables. Internal.';
revoke all on function thing.shape_needs(integer) from public;

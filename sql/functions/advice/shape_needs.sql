-- What the counted shapes of access want of a class's table: for each the columns that it compares and that it is
-- ordered by, how many rows the best index reads for it now, and the keys of the index that would serve it (ids of
-- fields, as thing_class_indexes has them; the first equal_keys are compared) with what that would read. covers:
-- because all that is read stands in it. one_of: it is a branch of an `or`, which is fast if all are. A class that
-- others extend is judged by the largest of its tables. Runs inside the tenant's schema.
create or replace function thing.shape_needs(p_min_calls integer)
returns table (class_id integer, table_class integer, calls bigint, ms double precision, most_ms double precision,
    writes bigint, total double precision, reading text, searched text[], reads double precision,
    would_read double precision, key_ids integer[], key_orders text[], equal_keys integer, covers boolean,
    one_of boolean)
language plpgsql
stable
as $$
#variable_conflict use_column
begin
    return query
    with usage as materialized (
        select a.*, thing.shape_words(a.searched, 'indexed') || thing.shape_words(a.searched, 'searchable') <> '{}'
                   as is_searched,
               thing.shape_words(a.searched, 'through') as through, thing.shape_words(a.searched, 'beside') as beside,
               thing.shape_words(a.searched, 'shown')::integer[] as shown
          from access_usage a
    ), paths as materialized (   -- from references to fields that have one value
        select a.class_id, a.searched, p.ids[1] as reference_id, p.ids[2] as next_id,
               p.ids[cardinality(p.ids)] as field_id
          from usage a
          cross join unnest(a.through) w
          cross join lateral (select string_to_array(w, ' ')::integer[] as ids) p
         where p.ids[1] <> all (a.equal)
         group by 1, 2, 3, 4, 5
    ), tables as materialized (   -- the largest of each class's family
        select distinct on (c.id) c.id as class_id, f as table_class, t.total, t.visible,
               thing.column_shares(f) as shares
          from thing_classes c
          cross join lateral thing.class_family(c.id) f
          cross join lateral (
            select greatest(p.reltuples, pg_stat_get_live_tuples(p.oid), 0)::double precision as total,
                   p.relallvisible >= 0.5 * p.relpages as visible
              from pg_class p
             where p.oid = to_regclass(quote_ident(thing.table_name(f)))) t
         where c.dropped_version is null
           and c.id in (select a.class_id from usage a union
                        select f.class_id from paths p join thing_class_fields f on f.id in (p.next_id, p.field_id))
         order by c.id, t.total desc, f
    ), shares as materialized (   -- of a class's rows, those that its references lead to what is wanted
        select p.class_id, p.searched, p.reference_id, exp(sum(ln(s.share))) as share,
               max(n.total) * exp(sum(ln(s.share))) as parents
          from paths p
          join thing_class_fields f on f.id = p.field_id
          join tables t on t.class_id = f.class_id
          join thing_class_fields x on x.class_id = t.table_class and x.id in (select thing.field_family(f.id))
          cross join lateral (
            select greatest(coalesce((t.shares ->> x.physical_name)::double precision, 0.005), 1e-9) as share) s
          join thing_class_fields g on g.id = p.next_id
          join tables n on n.class_id = g.class_id
         group by 1, 2, 3
    ), columns as materialized (   -- what the ids of the shapes are called in that table
        select t.class_id, f.id, k.physical_name as name, y.index_method like 'btree %' as ordered,
               -- (an entry of an index has 2,704 bytes at most)
               y.category <> 'text' or coalesce((e.argument #>> '{}')::integer <= 600, false) as bounded,
               sum(a.calls) as used
          from tables t
          join usage a on a.class_id = t.class_id
          cross join lateral (
            select distinct u as id from unnest(a.equal || a.ranges || a.shown
                || array(select split_part(s, ' ', 2)::integer from unnest(a.sort) s)
                || array(select split_part(s, ' ', 1)::integer from unnest(a.through) s)
                || string_to_array(array_to_string(a.beside, ' '), ' ')::integer[]) u) f
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
        select a.*, t.table_class, t.total, t.shares || v.shares as shares, v.parents, q.names as equal_columns,
               g.names as range_columns, o.names as sort_columns, o.orders as sort_orders,
               -- (how many rows a search lets through is not known: it may have to read them all)
               a.reading = 'page' and not a.is_searched as paged,
               greatest(1, a.rows::double precision / a.calls) as wanted,
               case when h.usable and t.visible and a.reading = 'all' then h.names else '{}' end as shown_columns,
               -- The rarer a value is, the better; where several shapes have a field, it comes first for all of them.
               q.ids || case when a.reading = 'page' and cardinality(a.sort) > 0 then o.ids
                             else coalesce(g.ids[1:1], '{}') end as key_ids,
               array_fill('ASC'::text, array[coalesce(cardinality(q.ids), 0)])
                   || case when a.reading = 'page' and cardinality(a.sort) > 0 then o.orders
                           when cardinality(g.ids) > 0 then '{ASC}' else '{}' end as key_orders,
               h.ids as shown_ids, b.sets as beside_columns,
               cardinality(q.ids) = cardinality(a.equal) + v.references and cardinality(g.ids) = cardinality(a.ranges)
                   and cardinality(o.ids) = cardinality(a.sort) and b.known
                   and coalesce(q.usable, true) and coalesce(o.usable or not a.reading = 'page', true) as known,
               greatest(0, thing.class_writes(a.class_id) - a.writes_before) as writes
          from usage a
          join tables t on t.class_id = a.class_id
          cross join lateral (
            select coalesce(array_agg(s.reference_id), '{}') as ids, count(*) as references,
                   coalesce(max(s.parents), 0) as parents, coalesce(jsonb_object_agg(c.name, s.share), '{}') as shares
              from shares s
              join columns c on c.class_id = s.class_id and c.id = s.reference_id
             where s.class_id = a.class_id and s.searched = a.searched) v
          cross join lateral (
            select coalesce(array_agg(c.id order by c.used desc, c.id), '{}') as ids,
                   coalesce(array_agg(c.name order by c.used desc, c.id), '{}') as names,
                   bool_and(c.ordered and c.bounded) as usable
              from columns c where c.class_id = a.class_id and c.id = any (a.equal || v.ids)) q
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
          cross join lateral (
            select coalesce(array_agg(c.id order by c.used desc, c.id), '{}') as ids,
                   coalesce(array_agg(c.name order by c.used desc, c.id), '{}') as names,
                   coalesce(bool_and(c.ordered and c.bounded), false)
                       and count(*) = cardinality(a.shown) as usable
              from columns c where c.class_id = a.class_id and c.id = any (a.shown)) h
          cross join lateral (   -- [[columns of a branch], ...]
            select coalesce(jsonb_agg(n.names), '[]') as sets,
                   coalesce(bool_and(jsonb_array_length(n.names) = cardinality(string_to_array(s, ' '))), true) as known
              from unnest(a.beside) s
              cross join lateral (
                select coalesce(jsonb_agg(c.name), '[]') as names from columns c
                 where c.class_id = a.class_id and c.ordered and c.bounded
                   and c.id = any (string_to_array(s, ' ')::integer[])) n) b
         where a.calls >= p_min_calls
    ), indexes as materialized (
        select t.table_class, i.columns, i.orders from (select distinct s.table_class from shapes s) t
          cross join lateral thing.class_indexes(t.table_class) i
        union all
        select distinct s.table_class, '{}'::text[], '{}'::text[] from shapes s   -- a scan of the table
    ), judged as (   -- rows with what is there, and with keys of its own; also of the other branches
        select s.*, least(s.total, r.reads + b.reads) as reads, greatest(s.parents, w.plain + b.would) as plain,
               case when k.ids <> s.key_ids and s.equal_columns <> '{}' then w.whole + b.would end
                   as whole,
               k.ids as whole_ids
          from shapes s
          cross join lateral (
            select s.key_ids || case when s.shown_columns = '{}' then '{}' else array(
                select i from unnest(s.shown_ids) with ordinality u (i, n) where i <> all (s.key_ids) order by n) end
                as ids) k
          cross join lateral (
            select min(thing.rows_read(s.total, s.shares, s.equal_columns, s.range_columns, s.sort_columns,
                       s.sort_orders, s.paged, s.wanted, s.shown_columns, i.columns, i.orders)) as reads
              from indexes i where i.table_class = s.table_class) r
          cross join lateral (
            select thing.rows_read(s.total, s.shares, s.equal_columns, s.range_columns, s.sort_columns, s.sort_orders,
                       s.paged, s.wanted, '{}', n.names[1:cardinality(s.key_ids)] || array['id'],
                       s.key_orders || array['ASC']) as plain,
                   -- (a column more changes what is read of the table, not how many)
                   thing.rows_read(s.total, s.shares, s.equal_columns, s.range_columns, s.sort_columns, s.sort_orders,
                       s.paged, s.wanted, s.shown_columns, n.names, s.key_orders) as whole
              from (
                select array(select coalesce(c.name, '') from unnest(k.ids) with ordinality u (id, n)
                               left join columns c on c.class_id = s.class_id and c.id = u.id order by u.n)) n (names)
               ) w
          cross join lateral (
            select coalesce(sum(x.reads), 0) as reads,
                   coalesce(sum(thing.rows_read(s.total, s.shares, n.names, '{}', '{}', '{}', false, 0, '{}', n.names,
                       '{}')), 0) as would
              from jsonb_array_elements(s.beside_columns) e
              cross join lateral (select array(select jsonb_array_elements_text(e)) as names) n
              cross join lateral (
                select min(thing.rows_read(s.total, s.shares, n.names, '{}', '{}', '{}', false, 0, '{}', i.columns,
                           i.orders)) as reads
                  from indexes i where i.table_class = s.table_class) x) b
    )
    select s.class_id, s.table_class, s.calls, s.ms, s.most_ms, s.writes, s.total, s.reading,
           array(select w from unnest(s.searched) w where w ~ '^(indexed|searchable) '), s.reads,
           case when s.known and cardinality(n.ids) between 1 and 8 then n.would end, n.ids,
           s.key_orders || array_fill('ASC'::text, array[cardinality(n.ids) - cardinality(s.key_ids)]),
           cardinality(s.equal_columns), n.covers, s.beside <> '{}'
      from judged s
      cross join lateral (
        select case when c.covers then s.whole_ids else s.key_ids end as ids,
               case when c.covers then s.whole else s.plain end as would, c.covers
          from (select coalesce(s.reads < 5 * s.plain and s.whole < s.plain, false)) c (covers)) n;
end
$$;
comment on function thing.shape_needs(integer) is 'What the counted shapes of access want of their tables. Internal.';
revoke all on function thing.shape_needs(integer) from public;

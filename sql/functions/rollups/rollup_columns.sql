-- The columns of a rollup: keys first, then figures, in order. value: SQL of what is grouped by or measured, over the
-- aliases of thing.rollup_hops (null: count of things). function: null for a key; else count, sum, avg, min or max.
-- twin_count, twin_sum: the columns beside a figure that count and sum the same values. Runs inside the tenant's
-- schema.
create or replace function thing.rollup_columns(p_rollup_id integer)
returns table (
    n integer, field_id integer, name text, column_name text, pg_type text, function text, value text,
    twin_count text, twin_sum text)
language plpgsql
stable
as $$
declare
    v_rollup jsonb := (select c.rollup from thing_classes c where c.id = p_rollup_id);
begin
    return query
    with items as materialized (
        select i.item, row_number() over (order by p.place, i.ordinality)::integer as n,
               array(select (e #>> '{}')::integer from jsonb_array_elements(i.item -> 'path') e) as path
          from (values (1, 'keys'), (2, 'figures')) p (place, part)
          cross join lateral jsonb_array_elements(v_rollup -> p.part) with ordinality i (item, ordinality)
    ), named as materialized (
        select i.n, i.item, i.item -> 'path' as path, f.id, f.name, quote_ident(f.physical_name) as column_name,
               thing.storage_type(f.type, f.params) as pg_type,
               substring(i.item ->> 'function' from '^(?:count|sum|avg|min|max)$') as function,
               thing.rollup_value(i.item, s.type, coalesce(h.alias, '_s') || '.' || quote_ident(s.physical_name))
                   as value
          from items i
          join thing_class_fields f on f.id = (i.item ->> 'field')::integer
          left join thing_class_fields s on s.id = i.path[cardinality(i.path)]
          left join thing.rollup_hops(v_rollup) h on h.prefix = i.path[:cardinality(i.path) - 1]
    )
    select d.n, d.id, d.name, d.column_name, d.pg_type, d.function, d.value,
           (select t.column_name from named t
             where t.function = 'count' and t.path is not distinct from d.path limit 1),
           (select t.column_name from named t where t.function = 'sum' and t.path = d.path limit 1)
      from named d
     order by d.n;
end
$$;
comment on function thing.rollup_columns(integer) is 'The columns of a rollup and what fills them. Internal.';
revoke all on function thing.rollup_columns(integer) from public;

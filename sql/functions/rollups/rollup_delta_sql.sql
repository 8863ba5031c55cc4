-- SQL that adds changes to a rollup's figures: one statement for all groups, which takes their rows in the order of
-- their ids. p_rows: SQL of the rows that come (_sign 1) and go (_sign -1), as thing.rollup_rows_sql gives them. Its
-- row: the groups that are empty now, and those whose least or greatest value went. p_grows: rows only come, so there
-- are no such groups, and the statement has no row. Runs inside the tenant's schema.
create or replace function thing.rollup_delta_sql(p_rollup_id integer, p_rows text, p_grows boolean default false)
returns text
language plpgsql
stable
as $$
declare
    v_table text := format('%I.%I', current_schema(), thing.table_name(p_rollup_id));
    v_delta text;
    v_sets text;
    v_moved text;
    v_left text;
    v_names text;
    v_groups text;
    v_values text := (
        select string_agg(case c.function
                   when 'avg' then format('_d.%s::numeric / nullif(_d.%s, 0)', c.twin_sum, c.twin_count)
                   else '_d.' || c.column_name end, ', ' order by c.n) from thing.rollup_columns(p_rollup_id) c);
begin
    select string_agg(
               case c.function
                   when 'count' then format('coalesce(sum(_x._sign)%s, 0)::bigint as %s',
                       case when c.value is not null then format(' filter (where _x._v%s is not null)', c.n) end,
                       c.column_name)
                   when 'sum' then format('sum(_x._v%s::%s * _x._sign) as %s', c.n, c.pg_type, c.column_name)
                   when 'avg' then format('null::%s as %s', c.pg_type, c.column_name)
                   when 'min' then format('min(_x._v%1$s) filter (where _x._sign > 0) as %2$s, '
                       'min(_x._v%1$s) filter (where _x._sign < 0) as _left%1$s', c.n, c.column_name)
                   when 'max' then format('max(_x._v%1$s) filter (where _x._sign > 0) as %2$s, '
                       'max(_x._v%1$s) filter (where _x._sign < 0) as _left%1$s', c.n, c.column_name)
                   else format('_x._k%s as %s', c.n, c.column_name) end, ', ' order by c.n),
           string_agg(
               case c.function
                   when 'count' then format('%1$s = _r.%1$s + excluded.%1$s', c.column_name)
                   when 'sum' then format('%1$s = case when _r.%2$s + excluded.%2$s <> 0 or '
                       'coalesce(_r.%1$s, 0) + coalesce(excluded.%1$s, 0) <> 0 then '
                       'coalesce(_r.%1$s, 0) + coalesce(excluded.%1$s, 0) end', c.column_name, c.twin_count)
                   when 'avg' then format('%1$s = (coalesce(_r.%2$s, 0) + coalesce(excluded.%2$s, 0))::numeric / '
                       'nullif(_r.%3$s + excluded.%3$s, 0)', c.column_name, c.twin_sum, c.twin_count)
                   when 'min' then format('%1$s = least(_r.%1$s, excluded.%1$s)', c.column_name)
                   when 'max' then format('%1$s = greatest(_r.%1$s, excluded.%1$s)', c.column_name)
               end, ', ' order by c.n),
           string_agg(case c.function
                   when 'count' then format('_d.%s <> 0', c.column_name)
                   when 'sum' then format('_d.%s <> 0', c.column_name)
                   when 'min' then format('_d.%s is distinct from _d._left%s', c.column_name, c.n)
                   when 'max' then format('_d.%s is distinct from _d._left%s', c.column_name, c.n)
               end, ' or ' order by c.n),
           string_agg(case c.function
                   when 'min' then format('_d._left%1$s <= _u.%2$s and (_d.%2$s > _d._left%1$s) is not false', c.n,
                       c.column_name)
                   when 'max' then format('_d._left%1$s >= _u.%2$s and (_d.%2$s < _d._left%1$s) is not false', c.n,
                       c.column_name)
               end, ' or ' order by c.n),
           string_agg(c.column_name, ', ' order by c.n),
           string_agg(case when c.function is null then '_x._k' || c.n end, ', ' order by c.n)
      into v_delta, v_sets, v_moved, v_left, v_names, v_groups
      from thing.rollup_columns(p_rollup_id) c;
    if p_grows then
        return format($sql$insert into %1$s as _r (id, %2$s)
        select _d.id, %3$s
          from (select %4$s as id, %5$s from (%6$s) _x%7$s having count(*) > 0) _d order by _d.id
            on conflict (id) do update set updated_at = now(), %8$s$sql$,
            v_table, v_names, v_values, thing.rollup_id_sql(p_rollup_id, '_x._k'), v_delta, p_rows,
            coalesce(' group by ' || v_groups, ''), v_sets);
    end if;
    return format($sql$with _d as materialized (
        select %s as id, %s
          from (%s) _x%s
    ), _u as (
        insert into %s as _r (id, %s)
        select _d.id, %s from _d where %s order by _d.id
        on conflict (id) do update set updated_at = now(), %s
        returning _r.*
    )
    select array_agg(_u.id) filter (where %s), array_agg(_u.id) filter (where %s)
      from _u join _d on _d.id = _u.id$sql$,
        thing.rollup_id_sql(p_rollup_id, '_x._k'), v_delta, p_rows, coalesce(' group by ' || v_groups, ''),
        v_table, v_names,
        v_values, v_moved, v_sets,
        replace(thing.rollup_empty_sql(p_rollup_id), '_r.', '_u.'),
        coalesce(v_left, 'false'));
end
$$;
comment on function thing.rollup_delta_sql(integer, text, boolean) is
    'SQL that adds changes to a rollup''s figures. Internal.';
revoke all on function thing.rollup_delta_sql(integer, text, boolean) from public;

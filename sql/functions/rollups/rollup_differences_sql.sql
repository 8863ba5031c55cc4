-- SQL of what a rollup lacks: a row for each group that differs from what the things say at one moment, with the
-- columns of the rollup: counts and sums as differences, least and greatest values as they should be. Runs inside the
-- tenant's schema.
create or replace function thing.rollup_differences_sql(p_rollup_id integer)
returns text
language plpgsql
stable
as $$
declare
    v_rollup jsonb := (select c.rollup from thing_classes c where c.id = p_rollup_id);
    v_source text := thing.rollup_table_sql((v_rollup ->> 'class')::integer, thing.rollup_source_columns(v_rollup));
    v_direct text;
    v_delta text;
    v_groups text;
begin
    select string_agg(case c.function
                   when 'count' then format('count(%s) as %s', coalesce('_x._v' || case when c.value is not null
                       then c.n end, '*'), c.column_name)
                   when 'avg' then format('null::%s as %s', c.pg_type, c.column_name)
                   else case when c.function is null then '_x._k' || c.n else format('%s(_x._v%s)', c.function, c.n) end
                       || ' as ' || c.column_name end, ', ' order by c.n),
           string_agg(case
                   when c.function is null then format('coalesce(_t.%1$s, _r.%1$s) as %1$s', c.column_name)
                   when c.function in ('count', 'sum') then
                       format('coalesce(_t.%1$s, 0) - coalesce(_r.%1$s, 0) as %1$s', c.column_name)
                   else '_t.' || c.column_name end, ', ' order by c.n),
           string_agg(case when c.function is null then '_x._k' || c.n end, ', ' order by c.n)
      into v_direct, v_delta, v_groups
      from thing.rollup_columns(p_rollup_id) c;
    return format($sql$select coalesce(_t.id, _r.id) as id, %5$s
                   from (select %1$s as id, %2$s from (%3$s) _x%4$s having count(*) > 0) _t
                   full join %6$I.%7$I _r on _r.id = _t.id
                  where _t.id is null or _r.id is null or (%8$s) is distinct from (%9$s)$sql$,
        thing.rollup_id_sql(p_rollup_id, '_x._k'), v_direct,
        thing.rollup_rows_sql(p_rollup_id, v_source || ' _s', '1'), coalesce(' group by ' || v_groups, ''), v_delta,
        current_schema(), thing.table_name(p_rollup_id), thing.rollup_figures(p_rollup_id, '_t'),
        thing.rollup_figures(p_rollup_id, '_r'));
end
$$;
comment on function thing.rollup_differences_sql(integer) is 'SQL of what a rollup lacks. Internal.';
revoke all on function thing.rollup_differences_sql(integer) from public;

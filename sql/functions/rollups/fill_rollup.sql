-- Brings the figures of a rollup to what the things are now: the difference between both, in one statement that sees
-- one moment, is added as any change is; so it may run beside writes, and writes only groups that differ. Least and
-- greatest values are set, not added: for an immediate rollup with such figures writers wait. Runs inside the tenant's
-- schema.
create or replace function thing.fill_rollup(p_rollup_id integer)
returns void
language plpgsql
as $$
declare
    v_rollup jsonb := (select c.rollup from thing_classes c where c.id = p_rollup_id);
    v_table text := format('%I.%I', current_schema(), thing.table_name(p_rollup_id));
    v_source text := thing.rollup_table_sql((v_rollup ->> 'class')::integer, thing.rollup_source_columns(v_rollup));
    v_at timestamptz;
    v_direct text;
    v_delta text;
    v_sets text;
    v_names text;
    v_groups text;
begin
    if v_rollup ->> 'refresh' = 'immediate' and jsonb_path_exists(v_rollup, '$.figures[*] ? (@.function == "min" || '
        '@.function == "max")') then
        perform thing.lock_rollup_sources(v_rollup);
    end if;
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
           string_agg(case c.function
                   when 'count' then format('%1$s = _r.%1$s + excluded.%1$s', c.column_name)
                   when 'sum' then format('%1$s = case when _r.%2$s + excluded.%2$s <> 0 or '
                       'coalesce(_r.%1$s, 0) + coalesce(excluded.%1$s, 0) <> 0 then '
                       'coalesce(_r.%1$s, 0) + coalesce(excluded.%1$s, 0) end', c.column_name, c.twin_count)
                   when 'avg' then format('%1$s = (coalesce(_r.%2$s, 0) + coalesce(excluded.%2$s, 0)) / '
                       'nullif(_r.%3$s + excluded.%3$s, 0)::%4$s', c.column_name, c.twin_sum, c.twin_count, c.pg_type)
                   when 'min' then format('%1$s = excluded.%1$s', c.column_name)
                   when 'max' then format('%1$s = excluded.%1$s', c.column_name)
               end, ', ' order by c.n),
           string_agg(c.column_name, ', ' order by c.n),
           string_agg(case when c.function is null then '_x._k' || c.n end, ', ' order by c.n)
      into v_direct, v_delta, v_sets, v_names, v_groups
      from thing.rollup_columns(p_rollup_id) c;
    v_at := clock_timestamp();
    execute format($sql$
        with _t as (select %1$s as id, %2$s from (%3$s) _x%4$s having count(*) > 0),
             _d as materialized (
                 select coalesce(_t.id, _r.id) as id, %5$s from _t full join %6$s _r on _r.id = _t.id
                  where _t.id is null or _r.id is null or (%7$s) is distinct from (%8$s))
        insert into %6$s as _r (id, %9$s)
        select _d.id, %10$s from _d order by _d.id
            on conflict (id) do update set updated_at = now(), %11$s$sql$,
        thing.rollup_id_sql(p_rollup_id, '_x._k'), v_direct,
        thing.rollup_rows_sql(p_rollup_id, v_source || ' _s', '1'), coalesce(' group by ' || v_groups, ''),
        v_delta, v_table, thing.rollup_figures(p_rollup_id, '_t'), thing.rollup_figures(p_rollup_id, '_r'), v_names,
        (select string_agg(case c.function
                   when 'avg' then format('_d.%s / nullif(_d.%s, 0)::%s', c.twin_sum, c.twin_count, c.pg_type)
                   when 'sum' then format('case when _d.%1$s <> 0 or _d.%2$s <> 0 then _d.%2$s end', c.twin_count,
                       c.column_name)
                   else '_d.' || c.column_name end, ', ' order by c.n) from thing.rollup_columns(p_rollup_id) c),
        v_sets);
    execute format('delete from %s _r where %s', v_table, thing.rollup_empty_sql(p_rollup_id));
    insert into thing_rollups as r (class_id, refreshed_at, seconds)
    values (p_rollup_id, v_at, extract(epoch from clock_timestamp() - v_at))
    on conflict (class_id) do update set refreshed_at = excluded.refreshed_at, seconds = excluded.seconds;
end
$$;
comment on function thing.fill_rollup(integer) is 'Bring a rollup to what the things are now. Internal.';
revoke all on function thing.fill_rollup(integer) from public;

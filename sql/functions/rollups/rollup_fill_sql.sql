-- The statement that fills a rollup: what it lacks (thing.rollup_differences_sql) is added as any change is; least and
-- greatest values are set. Runs inside the tenant's schema.
create or replace function thing.rollup_fill_sql(p_rollup_id integer)
returns text
language plpgsql
stable
as $$
declare
    v_sets text;
    v_names text;
    v_values text;
begin
    select string_agg(case c.function
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
           string_agg(case c.function
                   when 'avg' then format('_d.%s / nullif(_d.%s, 0)::%s', c.twin_sum, c.twin_count, c.pg_type)
                   when 'sum' then format('case when _d.%1$s <> 0 or _d.%2$s <> 0 then _d.%2$s end', c.twin_count,
                       c.column_name)
                   else '_d.' || c.column_name end, ', ' order by c.n)
      into v_sets, v_names, v_values
      from thing.rollup_columns(p_rollup_id) c;
    return format($sql$with _d as materialized (%1$s)
        insert into %2$I.%3$I as _r (id, %4$s)
        select _d.id, %5$s from _d order by _d.id
            on conflict (id) do update set updated_at = now(), %6$s$sql$,
        thing.rollup_differences_sql(p_rollup_id), current_schema(), thing.table_name(p_rollup_id), v_names, v_values,
        v_sets);
end
$$;
comment on function thing.rollup_fill_sql(integer) is 'The statement that fills a rollup. Internal.';
revoke all on function thing.rollup_fill_sql(integer) from public;

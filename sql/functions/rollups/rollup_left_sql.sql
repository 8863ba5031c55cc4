-- PL/pgSQL that reads the groups again whose least or greatest value went (_left). Each with its keys as values, so
-- that an index over them serves. Empty without such a figure. p_state, p_class_id: as thing.rollup_joins_sql takes
-- them. Runs inside the tenant's schema.
create or replace function thing.rollup_left_sql(
    p_rollup_id integer, p_state text default 'now', p_class_id integer default null)
returns text
language plpgsql
stable
as $$
declare
    v_rollup jsonb := (select c.rollup from thing_classes c where c.id = p_rollup_id);
    v_table text := format('%I.%I', current_schema(), thing.table_name(p_rollup_id));
    v_keys text;
    v_using text;
    v_columns text;
    v_values text;
    v_old integer;      -- parameter: the thing that is being deleted
begin
    select string_agg(c.column_name, ', ' order by c.n) filter (where c.function in ('min', 'max')),
           string_agg(format('%s(_x._v%s)', c.function, c.n), ', ' order by c.n)
               filter (where c.function in ('min', 'max')),
           string_agg(format('(%1$s = $%2$s or $%2$s is null and %1$s is null)', c.value, c.n + 1), ' and '
               order by c.n) filter (where c.function is null),
           string_agg(', _group.' || c.column_name, '' order by c.n) filter (where c.function is null),
           count(*) filter (where c.function is null) + 2
      into v_columns, v_values, v_keys, v_using, v_old
      from thing.rollup_columns(p_rollup_id) c;
    return coalesce(format($sql$
    if _left is not null then
        for _group in select * from %1$s _t where _t.id = any (_left) order by _t.id loop
            execute %2$L using _group.id%3$s%4$s;
        end loop;
    end if;$sql$, v_table, replace(format('update %s _t set (%s) = (select %s from (%s) _x) where _t.id = $1',
            v_table, v_columns, v_values, thing.rollup_rows_sql(p_rollup_id,
                thing.rollup_table_sql((v_rollup ->> 'class')::integer, thing.rollup_source_columns(v_rollup)) || ' _s',
                '1', v_keys, p_state, p_class_id)), 'old.id', '$' || v_old), coalesce(v_using, ''),
            case p_state when 'without' then ', old.id' end), '');
end
$$;
comment on function thing.rollup_left_sql(integer, text, integer) is 'PL/pgSQL that reads groups again. Internal.';
revoke all on function thing.rollup_left_sql(integer, text, integer) from public;

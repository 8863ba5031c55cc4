-- The trigger function behind statements on the counted things, rollup_<id>, as text. Runs inside the tenant's schema.
create or replace function thing.rollup_source_function_sql(p_rollup_id integer)
returns text
language plpgsql
stable
as $$
declare
    v_rollup jsonb := (select c.rollup from thing_classes c where c.id = p_rollup_id);
    v_columns text := (select string_agg('{r}.' || quote_ident(c), ', ' order by n)
                         from unnest(thing.rollup_source_columns(v_rollup)) with ordinality u (c, n));
    v_new text := format('select 1 as _sign, %s from new_rows _n', replace(v_columns, '{r}', '_n'));
    v_old text := format('select -1 as _sign, %s from old_rows _o', replace(v_columns, '{r}', '_o'));
begin
    return thing.rollup_function_sql(p_rollup_id, 'rollup_' || p_rollup_id, (
        select string_agg(format(E'    %s\n%s%s', e.condition, thing.rollup_hold_sql(v_rollup, e.rows),
                   thing.rollup_change_sql(p_rollup_id,
                       thing.rollup_rows_sql(p_rollup_id, format('(%s) _s', e.rows), '_s._sign'),
                       p_grows => e.n = 1)), E'\n' order by e.n)
          from (values (1, 'if tg_op = ''INSERT'' then', v_new), (2, 'elsif tg_op = ''DELETE'' then', v_old),
                       (3, 'else', v_new || ' union all ' || v_old)) e (n, condition, rows)) || E'\n    end if;');
end
$$;
comment on function thing.rollup_source_function_sql(integer) is 'The trigger function of counted things. Internal.';
revoke all on function thing.rollup_source_function_sql(integer) from public;

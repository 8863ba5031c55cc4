-- SQL of the rows that a rollup counts: _k1 ... its keys, _v1 ... what its figures measure, by the numbers of
-- thing.rollup_columns, and _sign. p_things: the FROM item of the things as _s, with the columns of
-- thing.rollup_source_columns; p_state, p_class_id: as thing.rollup_joins_sql takes them. Runs inside the tenant's
-- schema.
create or replace function thing.rollup_rows_sql(
    p_rollup_id integer, p_things text, p_sign text, p_where text default null, p_state text default 'now',
    p_class_id integer default null)
returns text
language plpgsql
stable
as $$
declare
    v_rollup jsonb := (select c.rollup from thing_classes c where c.id = p_rollup_id);
begin
    return format('select %s from %s%s%s',
        concat_ws(', ', p_sign || ' as _sign', (
            select string_agg(format('%s as %s', c.value, case when c.function is null then '_k' else '_v' end || c.n),
                       ', ' order by c.n)
              from thing.rollup_columns(p_rollup_id) c where c.value is not null)),
        p_things, thing.rollup_joins_sql(v_rollup, p_state, p_class_id),
        ' where ' || nullif(concat_ws(' and ', p_where, '(' || thing.rollup_filter_sql(v_rollup) || ')'), ''));
end
$$;
comment on function thing.rollup_rows_sql(integer, text, text, text, text, integer) is
    'SQL of the rows that a rollup counts. Internal.';
revoke all on function thing.rollup_rows_sql(integer, text, text, text, text, integer) from public;

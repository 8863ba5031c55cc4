-- PL/pgSQL that adds changes to a rollup: p_rows as thing.rollup_delta_sql takes them. Notes groups without things in
-- _empty, and reads those again whose least or greatest value went (p_state, p_class_id: as
-- thing.rollup_joins_sql takes them). p_grows: rows only come. Runs inside the tenant's schema.
create or replace function thing.rollup_change_sql(
    p_rollup_id integer, p_rows text, p_state text default 'now', p_class_id integer default null,
    p_grows boolean default false)
returns text
language plpgsql
stable
as $$
begin
    if p_grows then
        return '        ' || thing.rollup_delta_sql(p_rollup_id, p_rows, true) || ';';
    end if;
    return '        ' || regexp_replace(thing.rollup_delta_sql(p_rollup_id, p_rows), E'\n      from _u join',
        E'\n      into _empty, _left from _u join') || ';' || thing.rollup_left_sql(p_rollup_id, p_state, p_class_id);
end
$$;
comment on function thing.rollup_change_sql(integer, text, text, integer, boolean) is
    'PL/pgSQL that adds changes to a rollup. Internal.';
revoke all on function thing.rollup_change_sql(integer, text, text, integer, boolean) from public;

-- SQL of whether a rollup's row, _r, has nothing left to say: no things, and no sum that others still have to level.
-- Runs inside the tenant's schema.
create or replace function thing.rollup_empty_sql(p_rollup_id integer)
returns text
language plpgsql
stable
as $$
begin
    return (select string_agg(format(case c.function when 'count' then '_r.%s = 0' else 'coalesce(_r.%s, 0) = 0' end,
                       c.column_name), ' and ' order by c.n)
              from thing.rollup_columns(p_rollup_id) c where c.function in ('count', 'sum'));
end
$$;
comment on function thing.rollup_empty_sql(integer) is 'SQL of whether a rollup''s row is empty. Internal.';
revoke all on function thing.rollup_empty_sql(integer) from public;

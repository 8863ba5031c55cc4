-- The figures of a rollup that are kept as such, of an alias: two rows with the same ones need no change. Runs inside
-- the tenant's schema.
create or replace function thing.rollup_figures(p_rollup_id integer, p_alias text)
returns text
language plpgsql
stable
as $$
begin
    return (select string_agg(p_alias || '.' || c.column_name, ', ' order by c.n)
              from thing.rollup_columns(p_rollup_id) c where c.function <> 'avg');
end
$$;
comment on function thing.rollup_figures(integer, text) is 'The figures of a rollup that are kept as such. Internal.';
revoke all on function thing.rollup_figures(integer, text) from public;

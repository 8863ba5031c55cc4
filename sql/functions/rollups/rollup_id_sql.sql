-- SQL of the id of a rollup's row: it follows from the keys alone, so a group keeps its id for ever, and equal keys
-- have one however they are written. p_prefix: what stands before the number of a key. Runs inside the tenant's schema.
create or replace function thing.rollup_id_sql(p_rollup_id integer, p_prefix text)
returns text
language plpgsql
stable
as $$
begin
    return format('md5(jsonb_build_array(%s)::text)::uuid', (
        select string_agg(replace(case
                   when c.pg_type like 'numeric%' then 'trim_scale({k})'
                   when c.pg_type = 'timestamp with time zone' or c.pg_type = 'timestamptz'
                       then '({k} at time zone ''UTC'')'
                   else '{k}' end, '{k}', p_prefix || c.n), ', ' order by c.n)
          from thing.rollup_columns(p_rollup_id) c where c.function is null));
end
$$;
comment on function thing.rollup_id_sql(integer, text) is 'SQL of the id of a rollup''s row. Internal.';
revoke all on function thing.rollup_id_sql(integer, text) from public;

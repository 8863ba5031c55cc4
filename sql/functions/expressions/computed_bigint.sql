-- The result of an expression as a bigint; null where that does not hold it. Pure.
create or replace function thing.computed_bigint(value numeric)
returns bigint
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when round(value) between -9223372036854775808 and 9223372036854775807 then round(value)::bigint end
$$;
comment on function thing.computed_bigint(numeric) is 'A number as a bigint, or null: select thing.computed_bigint(7).';
revoke all on function thing.computed_bigint(numeric) from public;
grant execute on function thing.computed_bigint(numeric) to thing_admin, thing_tenant;

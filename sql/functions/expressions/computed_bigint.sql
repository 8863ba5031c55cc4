-- The result of an expression as a bigint; null where that does not hold it. Inlined, like thing.fold_case.
create or replace function thing.computed_bigint(value numeric)
returns bigint
language sql
immutable parallel safe
as $$
    select case when pg_catalog.round(value) between -9223372036854775808 and 9223372036854775807
           then pg_catalog.round(value)::bigint end
$$;
comment on function thing.computed_bigint(numeric) is 'A number as a bigint, or null: select thing.computed_bigint(7).';
revoke all on function thing.computed_bigint(numeric) from public;
grant execute on function thing.computed_bigint(numeric) to thing_admin, thing_tenant;

-- The result of an expression as a decimal of so many digits (as numeric(precision, scale) has them), rounded; null
-- where that does not hold it. Inlined, like thing.fold_case.
create or replace function thing.computed_decimal(value numeric, max_digits integer, scale integer)
returns numeric
language sql
immutable parallel safe
as $$
    select case when pg_catalog.abs(pg_catalog.round(value, scale)) < 10::numeric ^ (max_digits - scale)
           then pg_catalog.round(value, scale) end
$$;
comment on function thing.computed_decimal(numeric, integer, integer) is
    'A number with so many digits, or null: select thing.computed_decimal(7.345, 5, 2).';
revoke all on function thing.computed_decimal(numeric, integer, integer) from public;
grant execute on function thing.computed_decimal(numeric, integer, integer) to thing_admin, thing_tenant;

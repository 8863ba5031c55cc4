-- The result of an expression as an integer; null where that does not hold it. Inlined, like thing.fold_case.
create or replace function thing.computed_integer(value numeric)
returns integer
language sql
immutable parallel safe
as $$
    select case when pg_catalog.round(value) between -2147483648 and 2147483647
           then pg_catalog.round(value)::integer end
$$;
comment on function thing.computed_integer(numeric) is
    'A number as an integer, or null: select thing.computed_integer(7).';
revoke all on function thing.computed_integer(numeric) from public;
grant execute on function thing.computed_integer(numeric) to thing_admin, thing_tenant;

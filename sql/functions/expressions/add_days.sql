-- A date so many days later; null where no date is. Pure.
create or replace function thing.add_days(value date, days numeric)
returns date
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when isfinite(value) and value - date '4713-11-24 BC' + days between 0 and 2147483493
           then value + days::integer end
$$;
comment on function thing.add_days(date, numeric) is
    'A date so many days later: select thing.add_days(''2024-02-28'', 2).';
revoke all on function thing.add_days(date, numeric) from public;
grant execute on function thing.add_days(date, numeric) to thing_admin, thing_tenant;

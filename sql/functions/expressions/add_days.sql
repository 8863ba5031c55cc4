-- A date so many days later; null before the year 1 and after 9999. Pure.
create or replace function thing.add_days(value date, days numeric)
returns date
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when isfinite(value) and value - date '0001-01-01' + days between 0 and 3652058
           then value + days::integer end
$$;
comment on function thing.add_days(date, numeric) is
    'A date so many days later: select thing.add_days(''2024-02-28'', 2).';
revoke all on function thing.add_days(date, numeric) from public;
grant execute on function thing.add_days(date, numeric) to thing_admin, thing_tenant;

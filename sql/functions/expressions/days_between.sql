-- How many days the second date is after the first; null where one is infinite. Pure.
create or replace function thing.days_between(since date, until date)
returns numeric
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when isfinite(since) and isfinite(until) then (until - since)::numeric end
$$;
comment on function thing.days_between(date, date) is
    'Days from one date to another: select thing.days_between(''2024-02-28'', ''2024-03-01'').';
revoke all on function thing.days_between(date, date) from public;
grant execute on function thing.days_between(date, date) to thing_admin, thing_tenant;

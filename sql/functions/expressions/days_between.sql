-- How many days the second date is after the first; null where one is infinite. Inlined, like
-- thing.fold_case.
create or replace function thing.days_between(since date, until date)
returns numeric
language sql
immutable parallel safe
as $$
    select case when pg_catalog.isfinite(since) and pg_catalog.isfinite(until) then (until - since)::numeric end
$$;
comment on function thing.days_between(date, date) is
    'Days from one date to another: select thing.days_between(''2024-02-28'', ''2024-03-01'').';
revoke all on function thing.days_between(date, date) from public;
grant execute on function thing.days_between(date, date) to thing_admin, thing_tenant;

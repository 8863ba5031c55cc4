-- How many seconds the second time is after the first; null where one is infinite. Inlined, like
-- thing.fold_case.
create or replace function thing.seconds_between(since timestamptz, until timestamptz)
returns numeric
language sql
immutable parallel safe
as $$
    select case when pg_catalog.isfinite(since) and pg_catalog.isfinite(until)
           then extract(epoch from until - since) end
$$;
comment on function thing.seconds_between(timestamptz, timestamptz) is
    'Seconds from one time to another: select thing.seconds_between(''2024-02-28Z'', ''2024-03-01Z'').';
revoke all on function thing.seconds_between(timestamptz, timestamptz) from public;
grant execute on function thing.seconds_between(timestamptz, timestamptz) to thing_admin, thing_tenant;

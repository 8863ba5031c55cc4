-- Public: what the indexes of a tenant should be, from how its lists were read (access_usage), the statistics of its
-- tables and the use of its indexes. Changes nothing. min_calls: of a shape, for it to count. min_age: how long an
-- index was not used. Errors: those of thing.enter_tenant. Definer: reads metadata and statistics for the tenant's
-- role.
create or replace function thing.suggest_indexes(
    tenant text, min_calls integer default 20, min_age interval default '7 days')
returns setof thing.advice
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform thing.enter_tenant(suggest_indexes.tenant);
    return query
    select * from thing.missing_indexes(suggest_indexes.min_calls)
    union all
    select * from thing.missing_search(suggest_indexes.min_calls)
    union all
    select * from thing.needless_indexes(suggest_indexes.min_calls, suggest_indexes.min_age);
end
$$;
comment on function thing.suggest_indexes(text, integer, interval) is
    'Indexes that are missing, unused or redundant, each with the changes that mend it. Example: select a.detail, '
    'a.remediation from thing.suggest_indexes(''acme'') a.';
revoke all on function thing.suggest_indexes(text, integer, interval) from public;
grant execute on function thing.suggest_indexes(text, integer, interval) to thing_admin, thing_tenant;

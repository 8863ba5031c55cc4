-- A guard inside a statement that cuts time into days: the name of a time zone, if it is one. Abbreviations like CET
-- are refused, which have no summer time, and what PostgreSQL would read as a rule ("Europe/Osl0" is a zone to it).
-- Without an exception block, so that it stands in parallel plans. Errors: TB068 INVALID_TIME_ZONE. Definer: thing.fail
-- is not the tenants'.
create or replace function thing.time_zone(name text)
returns text
language plpgsql
stable parallel safe
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    if time_zone.name ~ '^(UTC|[A-Za-z_]+(/[A-Za-z_-]+)+|Etc/GMT[+-]([0-9]|1[0-4]))$'
       and (exists (select from thing.time_zones z where z.name = lower(time_zone.name))
            or exists (select from pg_timezone_names z where lower(z.name) = lower(time_zone.name)))  -- newer files
    then
        return time_zone.name;
    end if;
    perform thing.fail('INVALID_TIME_ZONE', format('%L is not a time zone', left(time_zone.name, 100)));
end
$$;
comment on function thing.time_zone(text) is
    'The name of a time zone; INVALID_TIME_ZONE where it is none. Example: select thing.time_zone(''Europe/Oslo'').';
revoke all on function thing.time_zone(text) from public;
grant execute on function thing.time_zone(text) to thing_admin, thing_tenant;

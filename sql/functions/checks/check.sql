-- Public: everything about a tenant that is not as it should be, compared with pg_catalog; no rows when all is well.
-- Kinds: thing.damage_kinds. Cheap: catalog and metadata only, and no lock beyond ACCESS SHARE; scan_rows scans the
-- things too. Background jobs that are still queued are not damage. Errors: those of thing.enter_tenant. Definer: reads
-- metadata for the tenant's role.
create or replace function thing.check(tenant text, scan_rows boolean default false)
returns table (kind text, severity text, class text, object text, message text, repairable boolean)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
set datestyle = 'ISO'
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant("check".tenant);
    return query
    select d.kind, k.severity, d.class, d.object, d.message, k.remedy <> 'none' and d.fix is not null
      from thing.damages("check".tenant, "check".scan_rows) with ordinality d (kind, class, object, message, fix, n)
      join thing.damage_kinds k on k.name = d.kind
     order by d.n;
end
$$;
comment on function thing.check(text, boolean) is
    'What of a tenant is not as it should be: tables, triggers, grants, roles, metadata, and with scan_rows the rows; '
    'no rows when all is well. Example: select * from thing.check(''acme'').';
revoke all on function thing.check(text, boolean) from public;
grant execute on function thing.check(text, boolean) to thing_admin, thing_tenant;

-- The end of a refresh (thing.refresh_catalog, or thing.copy_catalog and thing.refresh_triggers): queues the jobs that
-- an older core queued, or that came with the schema, and notes that the tenant is up to date.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: writes thing.tenants for members of thing_admin.
create or replace function thing.end_refresh(slug text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_share(end_refresh.slug);
begin
    perform thing.enter_tenant(end_refresh.slug);
    insert into thing.job_queue (schema_name, due_at)
    select v_tenant.schema_name, min(j.run_after) from thing_jobs j
     where j.state in ('queued', 'running') having count(*) > 0
    on conflict do nothing;
    update thing.tenants t
       set core_version = coalesce(t.core_version, v.version), core_checksum = v.checksum
      from (select max(c.version) as version, max(c.checksum) filter (where c.version = 0) as checksum
              from thing.core_versions c) v
     where t.slug = end_refresh.slug and (t.core_version is null or t.core_checksum is distinct from v.checksum);
end
$$;
comment on function thing.end_refresh(text) is
    'Note that a tenant is up to date with the core. Example: select thing.end_refresh(''acme'').';
revoke all on function thing.end_refresh(text) from public;
grant execute on function thing.end_refresh(text) to thing_admin;

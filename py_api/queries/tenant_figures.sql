select f.slug, f.storage_bytes, f.log_bytes, f.jobs_queued, f.jobs_failed,
       (select coalesce(sum(e.sessions), 0)::bigint
          from thing.session_endings e
          join thing.tenants t on t.schema_name = e.schema_name
         where t.slug = f.slug) as sessions_ended_total
  from thing.tenant_figures($1) f

select slug, storage_bytes, log_bytes, jobs_queued, jobs_failed from thing.tenant_figures($1)

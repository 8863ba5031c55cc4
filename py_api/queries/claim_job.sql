select tenant, job, kind, object_name from thing.claim_job($1)

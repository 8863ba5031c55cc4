select thing.fail_job($1, $2, $3, $4, $5::jsonb)

select thing.retry_job($1, $2)

select thing.job_remains($1, $2)

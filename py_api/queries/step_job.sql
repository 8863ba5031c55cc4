select thing.step_job($1, $2)

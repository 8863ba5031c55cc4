select thing.refresh_triggers($1, $2, $3, $4)

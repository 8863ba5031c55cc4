select thing.end_refresh($1)

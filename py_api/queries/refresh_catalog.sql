select thing.refresh_catalog($1)

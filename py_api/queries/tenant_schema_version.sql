select thing.schema_version($1)

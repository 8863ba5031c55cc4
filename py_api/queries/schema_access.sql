select thing.schema_access($1, $2, $3)

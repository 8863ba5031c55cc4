select thing.copy_catalog($1, $2, $3, $4)

select thing.restore_deleted($1, $2, $3, $4, $5)

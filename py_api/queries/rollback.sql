select thing.rollback($1, $2, $3, $4)

select thing.set_account($1, $2, $3, $4, $5) as found

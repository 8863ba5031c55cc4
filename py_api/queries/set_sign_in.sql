select thing.set_sign_in($1, $2, $3, $4, $5, $6) as settings

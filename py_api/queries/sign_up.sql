select thing.sign_up($1, $2, $3, $4)

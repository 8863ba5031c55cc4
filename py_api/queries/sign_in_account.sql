select thing.sign_in_account($1, $2, $3)

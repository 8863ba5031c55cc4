select thing.set_password($1, $2, $3)

select thing.api_login($1, $2)

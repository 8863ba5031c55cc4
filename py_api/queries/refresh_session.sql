select thing.refresh_session($1, $2, $3)

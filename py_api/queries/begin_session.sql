select thing.begin_session($1, $2)

select thing.keep_log($1)

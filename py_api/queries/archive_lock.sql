select thing.archive_lock($1)

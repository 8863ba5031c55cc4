select thing.archive_rows($1, $2, $3, $4)

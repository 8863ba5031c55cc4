select thing.archive_manifest($1)

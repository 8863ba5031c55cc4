select thing.end_older_restore($1, $2::jsonb)

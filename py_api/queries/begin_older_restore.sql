select thing.begin_older_restore($1, $2::jsonb)

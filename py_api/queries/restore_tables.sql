select thing.restore_tables($1, $2::jsonb)

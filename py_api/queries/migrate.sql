select thing.migrate($1, $2::jsonb, $3, $4)

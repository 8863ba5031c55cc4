select n, violations from thing.validate_many($1, $2, $3::jsonb)

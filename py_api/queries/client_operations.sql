select coalesce(json_agg(o), '[]') from thing.client_operations($1, $2, $3, $4) o

select thing.begin_idempotent($1, $2, $3)::json

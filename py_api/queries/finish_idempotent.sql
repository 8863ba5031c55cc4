select to_json(true) from (select thing.finish_idempotent($1, $2, $3) offset 0) done

select thing.catalog_index($1, $2)::json

select thing.catalog_head($1)::json

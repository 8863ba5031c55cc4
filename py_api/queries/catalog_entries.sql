select thing.catalog_entries($1, $2::text::integer[])::json

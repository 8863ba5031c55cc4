select thing.catalog_at($1, $2)

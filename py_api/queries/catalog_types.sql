select thing.catalog_types()::json

select thing.persisted_document($1, $2)

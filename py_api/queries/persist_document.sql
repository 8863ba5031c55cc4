select thing.persist_document($1, $2, $3)

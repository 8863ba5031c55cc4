select thing.forget_document($1, $2)

select thing.document($1)

select thing.end_replacement($1)

select thing.begin_replacement($1)

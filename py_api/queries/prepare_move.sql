select thing.prepare_move($1)

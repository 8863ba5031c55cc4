select thing.drop_moved($1)

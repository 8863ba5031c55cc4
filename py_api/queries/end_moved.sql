select thing.end_moved($1, $2)

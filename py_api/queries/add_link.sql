select thing.add_link($1, $2, $3, $4)

select thing.use_link($1, $2)

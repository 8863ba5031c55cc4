select thing.past_names($1)

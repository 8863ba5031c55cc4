select thing.publish_move($1, $2)

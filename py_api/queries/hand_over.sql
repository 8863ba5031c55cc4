select thing.hand_over($1, $2)

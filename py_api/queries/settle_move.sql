select thing.settle_move($1::text::uuid, $2)

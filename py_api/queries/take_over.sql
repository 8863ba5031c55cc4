select * from thing.take_over($1, $2, $3)

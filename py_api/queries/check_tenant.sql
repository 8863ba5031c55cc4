select * from thing.check($1, $2)

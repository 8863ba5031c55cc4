select * from thing.place_tenant($1, $2)

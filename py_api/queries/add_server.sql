select * from thing.add_server($1, $2, $3)

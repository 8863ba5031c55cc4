select * from thing.drain_server($1, $2)

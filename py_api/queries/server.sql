select name, dsn, password_from from thing.servers where name = $1

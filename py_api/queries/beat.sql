select pg_notify((select channel from thing.installation), $1)

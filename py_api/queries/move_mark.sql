insert into {table} select $1

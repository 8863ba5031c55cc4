select * from thing.rename_tenant($1, $2, $3)

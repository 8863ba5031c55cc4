select * from thing.suspend_tenant($1)

select * from thing.tenant_usage($1)

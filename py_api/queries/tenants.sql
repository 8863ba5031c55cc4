select * from thing.tenants order by slug

select slug from thing.tenants order by slug

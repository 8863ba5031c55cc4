select id::text from thing.tenants where slug = $1

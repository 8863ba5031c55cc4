update thing.tenants t set core_version = $2 where t.slug = $1

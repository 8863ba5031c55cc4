select slug, id::text, server from thing.tenants where suspended_at is null

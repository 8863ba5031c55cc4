select slug, id::text from thing.tenants where suspended_at is null

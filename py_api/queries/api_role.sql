select 'api_' || role_name, suspended_at is not null from thing.tenants where slug = $1

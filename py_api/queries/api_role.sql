select t.id::text, 'api_' || t.role_name, extract(epoch from t.slug_since)::float8, t.suspended_at is not null, t.server
  from thing.tenants t
 where t.slug = $1

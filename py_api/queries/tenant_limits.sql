select * from thing.tenant_limits($1, $2::jsonb)

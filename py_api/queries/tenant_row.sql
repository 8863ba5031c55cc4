select to_jsonb(t) from thing.tenants t where t.id = $1::text::uuid

select slug from thing.tenants t where to_jsonb(t) ->> 'server' is null order by slug

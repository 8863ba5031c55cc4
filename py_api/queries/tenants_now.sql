-- Tenants by their ids, or by their slugs, as rows for the directory (place_tenants.sql).
select t.id::text, to_jsonb(t)::text from thing.tenants t where t.id::text = any ($1::text[]) or t.slug = any ($2::text[])

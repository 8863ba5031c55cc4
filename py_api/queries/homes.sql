-- In the directory: which of these tenants are known, and the server that each lives on (null: this one).
select t.slug, t.id::text, t.server from thing.tenants t where t.slug = any ($1::text[])

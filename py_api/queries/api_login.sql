-- Of the tenant that is meant: the slug may be another's by now.
select thing.api_login(t.slug, $2) from thing.tenants t where t.slug = $1 and t.id = $3::text::uuid

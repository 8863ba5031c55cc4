select r.tenant_id::text, t.slug, r.subject, extract(epoch from r.before)::float8
  from thing.revocations r
  left join thing.tenants t on t.id = r.tenant_id

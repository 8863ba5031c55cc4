-- Tenants that thing.refresh_catalog has not made anew since the core changed, or that came without their roles (a restored dump).
select t.slug
  from thing.tenants t
 where to_jsonb(t) ->> 'core_checksum' is distinct from (select v.checksum from thing.core_versions v where v.version = 0)
    or not exists (select from pg_roles r where r.rolname = t.role_name)
 order by t.slug

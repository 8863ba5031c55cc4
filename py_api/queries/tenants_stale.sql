-- Tenants that thing.refresh_catalog has not made anew since the core changed.
select t.slug
  from thing.tenants t
 where to_jsonb(t) ->> 'core_checksum' is distinct from (select v.checksum from thing.core_versions v where v.version = 0)
 order by t.slug

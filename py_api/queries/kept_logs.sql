-- Tenants whose log is kept for a limited time.
select t.slug
  from thing.tenants t
 where t.limits ? 'log_keep' and t.core_version >= 37 and to_jsonb(t) ->> 'server' is null
 order by t.slug

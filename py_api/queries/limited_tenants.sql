-- Tenants that have limits of what they store, or have reached one.
select t.slug
  from thing.tenants t
 where t.limits ?| array['stored_bytes', 'stored_things', 'log_bytes'] and t.core_version >= 30 and to_jsonb(t) ->> 'server' is null
 order by t.slug

-- Tenants ($2: that one alone, or null) whose schemas lack parts of migrations up to $1. Before version 5 tenants say nothing, and stand where the core stands.
select s.slug, s.schema_name, s.version
  from (select t.slug, t.schema_name,
               coalesce((to_jsonb(t) ->> 'core_version')::integer, (select max(v.version) from thing.core_versions v)) as version
          from thing.tenants t where to_jsonb(t) ->> 'server' is null) s
 where s.version < $1 and ($2::text is null or s.slug = $2)
 order by s.slug

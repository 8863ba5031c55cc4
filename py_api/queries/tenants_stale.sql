-- Tenants that thing.refresh_catalog has not made anew since the core changed; or that came with a restored dump, without their roles or
-- without a limit that this server knows (temp_file_limit cannot be set everywhere).
with settings as materialized (
    select r.rolname, array_agg(split_part(c.setting, '=', 1)) as names
      from pg_db_role_setting s
      join pg_roles r on r.oid = s.setrole
      join pg_database d on d.oid = s.setdatabase and d.datname = current_database()
     cross join lateral unnest(s.setconfig) c (setting)
     group by r.rolname
)
select t.slug
  from thing.tenants t
  left join settings s on s.rolname = t.role_name
 where to_jsonb(t) ->> 'server' is null
   and (to_jsonb(t) ->> 'core_checksum' is distinct from (
        select v.checksum from thing.core_versions v where v.version = 0)
    or not coalesce(s.names, '{}') @> array(
        select k.name from thing.limits k where k.kind = 'setting' and k.name <> 'temp_file_limit'))
 order by t.slug

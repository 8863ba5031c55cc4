-- Tenants that thing.refresh_catalog has not made anew since the core changed; or that came with a restored dump, without their roles or
-- without a limit that this server knows (temp_file_limit cannot be set everywhere).
select t.slug
  from thing.tenants t
 where to_jsonb(t) ->> 'server' is null
   and (to_jsonb(t) ->> 'core_checksum' is distinct from (
        select v.checksum from thing.core_versions v where v.version = 0)
    or exists (
        select from thing.limits k
         where k.kind = 'setting' and k.name <> 'temp_file_limit'
           and not exists (
               select
                 from pg_db_role_setting s
                 join pg_roles r on r.oid = s.setrole
                 join pg_database d on d.oid = s.setdatabase
                where r.rolname = t.role_name and d.datname = current_database()
                  and exists (select from unnest(s.setconfig) c where starts_with(c, k.name || '=')))))
 order by t.slug

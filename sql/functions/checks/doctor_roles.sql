-- What thing.doctor says of roles and privileges: those of tenants must have no more than they need.
create or replace function thing.doctor_roles()
returns table (area text, severity text, message text, hint text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select 'roles', 'error', format('role %s of tenant %s is %s', r.rolname, t.slug, concat_ws(', ',
               case when r.rolsuper then 'a superuser' end, case when r.rolcreaterole then 'allowed to make roles' end,
               case when r.rolcreatedb then 'allowed to make databases' end,
               case when r.rolbypassrls then 'past row security' end,
               case when r.rolreplication then 'allowed to replicate' end)),
           format('select * from thing.repair(%L, plan => true); then without plan.', t.slug)
      from thing.tenants t
      cross join lateral (values (t.role_name), (thing.api_role(t.role_name))) o (name)
      join pg_roles r on r.rolname = o.name
     where r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication
     order by t.slug, r.rolname;
    return query
    select 'roles', 'error', format('the role of tenant %s is missing', t.slug),
           format('select * from thing.repair(%L); makes it.', t.slug)
      from thing.tenants t
     where t.server is null and not exists (select from pg_roles r where r.rolname = t.role_name)
     order by t.slug;
    return query
    select 'privileges', 'warning', format('every role may connect to the database %s', d.datname),
           format('revoke connect on database %I from public;', d.datname)
      from pg_database d
     where d.datallowconn and d.datname <> current_database()
       and exists (select from thing.tenants)
       and exists (select from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
                    where a.grantee = 0 and a.privilege_type = 'CONNECT')
     order by d.datname;
    return query
    select 'privileges', 'error', 'every role may create objects in the schema public',
           'revoke create on schema public from public;'
      from pg_namespace n
     where n.nspname = 'public'
       and exists (select from aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
                    where a.grantee = 0 and a.privilege_type = 'CREATE');
    return query
    select 'core', 'warning', format('%s tenants have an older core than the database', count(*)),
           'Run: thingbase db upgrade'
      from thing.tenants t
     where t.server is null and t.core_version < (select max(v.version) from thing.core_versions v)
    having count(*) > 0;
end
$$;
comment on function thing.doctor_roles() is 'What thing.doctor says of roles and privileges. Internal.';
revoke all on function thing.doctor_roles() from public;

-- Settings of the tenant's roles: the search_path, the limits (thing.set_role_limits puts them for all databases and
-- for this one), the number of connections; and settings that no role of a tenant should have. Runs inside the tenant's
-- schema.
create or replace function thing.check_settings()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_tenant thing.tenants;
begin
    perform thing.load_settings();
    select t.* into v_tenant from thing.tenants t where t.schema_name = current_schema();
    return query
    with roles as (
        select r.oid, r.rolname::text as name, r.rolconnlimit from pg_roles r
         where r.rolname = any (thing.tenant_roles(v_tenant.role_name))
    ), scopes as (
        select 0::oid as database, '' as clause
        union all
        select d.oid, format(' in database %I', d.datname) from pg_database d where d.datname = current_database()
    ), wanted as (
        select r.oid, r.name as role, s.database, s.clause, l.name,
               coalesce(v_tenant.limits ->> l.name, l.default_value) as value
          from roles r
          cross join scopes s
          join thing.limits l on l.kind = 'setting'
         where has_parameter_privilege('thing_owner', l.name, 'set')
            or l.name <> 'temp_file_limit'     -- which thing_owner may not set everywhere
        union all
        select r.oid, r.name, s.database, s.clause, 'search_path', thing.tenant_path(v_tenant.schema_name)
          from roles r join scopes s on s.database <> 0
    ), actual as (
        select r.oid, r.name as role, s.database, s.clause, split_part(c, '=', 1) as name,
               substr(c, strpos(c, '=') + 1) as value
          from roles r
          join pg_db_role_setting g on g.setrole = r.oid
          join scopes s on s.database = g.setdatabase
          cross join unnest(g.setconfig) c
    )
    select 'role setting', null::text, w.role,
           format('%s is %s%s, not %s', w.name, coalesce(a.value, 'not set'), w.clause, w.value),
           array[format('alter role %I%s set %I = %s', w.role, w.clause, w.name,
               case w.name when 'search_path' then w.value else quote_literal(w.value) end)]
      from wanted w
      left join actual a on (a.oid, a.database, a.name) = (w.oid, w.database, w.name)
     where a.value is distinct from w.value
    union all
    select 'role setting', null, a.role, format('%s is set to %s%s', a.name, a.value, a.clause),
           array[format('alter role %I%s reset %I', a.role, a.clause, a.name)]
      from actual a
     where a.name = any (array['role', 'session_authorization', 'session_replication_role', 'row_security',
               'session_preload_libraries', 'local_preload_libraries'])
        or a.name = 'search_path' and a.database = 0
    union all
    select 'role setting', null, r.name, format('it may have %s connections, not %s', r.rolconnlimit, l.value),
           array[format('alter role %I connection limit %s', r.name, l.value)]
      from roles r
      cross join (select coalesce(v_tenant.limits ->> k.name, k.default_value) as value from thing.limits k
                   where k.kind = 'connections') l
     where r.rolconnlimit <> l.value::integer;
end
$$;
comment on function thing.check_settings() is
    'Settings of the tenant''s roles that are not as they should be. Internal.';
revoke all on function thing.check_settings() from public;

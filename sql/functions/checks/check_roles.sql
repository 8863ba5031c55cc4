-- The roles that log in for the tenant: there, able to log in (unless it is suspended), without attributes, members of
-- what they need and of nothing else. Runs inside the tenant's schema.
create or replace function thing.check_roles()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_tenant thing.tenants;
    v_roles text[];
begin
    select t.* into v_tenant from thing.tenants t where t.schema_name = current_schema();
    v_roles := thing.tenant_roles(v_tenant.role_name);
    if v_tenant.role_name <> all (v_roles) then
        return next ('missing role', null, v_tenant.role_name, 'it is not there', array[
            format('create role %I %s', v_tenant.role_name,
                case when v_tenant.suspended_at is null then 'login' else 'nologin' end),
            format('grant thing_tenant to %I', v_tenant.role_name)])::thing.damage;
    end if;
    return query
    select 'changed role', null::text, r.rolname::text, b.message, array[format('alter role %I %s', r.rolname, b.fix)]
      from pg_roles r
      cross join lateral (values
        (r.rolcanlogin and v_tenant.suspended_at is not null, 'the tenant is suspended, but it can log in', 'nologin'),
        (not r.rolcanlogin and v_tenant.suspended_at is null, 'it cannot log in', 'login'),
        (r.rolsuper, 'it is a superuser', 'nosuperuser'),
        (r.rolcreaterole, 'it may create roles', 'nocreaterole'),
        (r.rolcreatedb, 'it may create databases', 'nocreatedb'),
        (r.rolreplication, 'it may replicate', 'noreplication'),
        (r.rolbypassrls, 'it bypasses row security', 'nobypassrls'),
        (not r.rolinherit, 'it does not inherit what it is a member of', 'inherit'),
        (r.rolvaliduntil < now(), 'its password has expired', 'valid until ''infinity''')
      ) b (broken, message, fix)
     where r.rolname = any (v_roles) and b.broken
    union all
    select 'missing membership', null, r, format('it is not a member of %s', m.needs),
           array[format('grant %I to %I', m.needs, r)]
      from unnest(v_roles) r
      cross join lateral (select case r when v_tenant.role_name then 'thing_tenant'
                                      else v_tenant.role_name end as needs) m
     where m.needs = any (v_roles || array['thing_tenant'])
       and not exists (select from pg_auth_members a
                        where a.member = r::regrole and a.roleid = quote_ident(m.needs)::regrole)
    union all
    select distinct 'unknown membership', null, a.member::regrole::text,
           format('it is a member of %s', a.roleid::regrole),
           array[format('revoke %s from %s%s cascade', a.roleid::regrole, a.member::regrole,
                      case when current_setting('server_version_num')::integer >= 160000 then ' granted by '
                               || a.grantor::regrole end)]
      from pg_auth_members a
      join pg_roles m on m.oid = a.member
     where (m.rolname = any (v_roles) and a.roleid::regrole::text <> quote_ident(
               case m.rolname when v_tenant.role_name then 'thing_tenant' else v_tenant.role_name end)
            or pg_get_userbyid(a.roleid) = any (v_roles) and m.rolname <> all (v_roles
                   || array['thing_owner']::text[]) and not m.rolsuper);
end
$$;
comment on function thing.check_roles() is 'Roles of the tenant that are not as they should be. Internal.';
revoke all on function thing.check_roles() from public;

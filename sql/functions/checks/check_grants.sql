-- Privileges on the schema, its tables, columns, sequences and functions: what the tenant's role lacks, and what
-- anybody has too much. Runs inside the tenant's schema.
create or replace function thing.check_grants()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_schema text := current_schema();
    v_role text := (select t.role_name from thing.tenants t where t.schema_name = v_schema);
    v_database text := quote_ident(current_database());
begin
    if not exists (select from pg_roles r where r.rolname = v_role) then
        return;     -- thing.check_roles tells
    end if;
    return query
    with wanted as materialized (
        select w.*, concat_ws('|', w.table_name, w.privilege, w.column_name) as key from thing.wanted_grants(null) w
    ), actual as materialized (
        select a.*, concat_ws('|', a.table_name, a.privilege, a.column_name) as key from thing.actual_grants(array(
            select w.table_name from thing.wanted_parts() w where w.part = 'table'
            union all select c.relname from pg_class c
                       where c.relnamespace = quote_ident(v_schema)::regnamespace and c.relkind = 'S')) a
    ), missing as (
        select w.* from wanted w
          join pg_class c on c.relname = w.table_name and c.relnamespace = quote_ident(v_schema)::regnamespace
          left join pg_attribute t on t.attrelid = c.oid and t.attname = w.column_name
         where w.key not in (select a.key from actual a where a.role = v_role)
           and (w.column_name is null or t.attname is not null)
    ), surplus as (
        select a.* from actual a
         where a.role is distinct from v_role or a.grantable or a.key not in (select w.key from wanted w)
    )
    select 'missing grant', null::text, concat_ws('.', m.table_name, m.column_name),
           format('%s lacks %s', v_role, m.privilege),
           array[thing.grant_sql('grant', m.privilege, array_remove(array[m.column_name], null),
               v_schema, m.table_name, v_role)]
      from missing m
    union all
    select 'unknown grant', null, concat_ws('.', s.table_name, s.column_name),
           format('%s has %s%s', coalesce(s.role, 'public'), s.privilege,
               case when s.grantable then ' and may grant it' end),
           array[thing.grant_sql('revoke', s.privilege, array_remove(array[s.column_name], null),
               v_schema, s.table_name, s.role)]
      from surplus s
    union all
    select 'unknown grant', null, p.oid::regprocedure::text,
           format('%s has EXECUTE', case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end),
           array[format('revoke execute on routine %s from %s cascade', p.oid::regprocedure,
               case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)]
      from pg_proc p
      cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
     where p.pronamespace = quote_ident(v_schema)::regnamespace and a.grantee <> p.proowner
       and (p.oid::regprocedure::text ~ '^retype_[0-9]+\(\)$' or p.oid::regprocedure::text in (
               select w.name from thing.parts w where w.scope = 'tenant' and w.part = 'function'))
    union all
    select 'unknown grant', null, v_schema, format('%s has %s on the schema',
               case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end, a.privilege_type),
           array[format('revoke %s on schema %I from %s cascade', a.privilege_type, v_schema,
               case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)]
      from pg_namespace n
      cross join lateral aclexplode(n.nspacl) a
     where n.nspname = v_schema and a.grantee <> n.nspowner
       and (pg_get_userbyid(a.grantee) <> v_role or a.privilege_type <> 'USAGE' or a.is_grantable)
    union all
    select 'missing grant', null, g.object, format('%s lacks %s', v_role, g.privilege), array[g.fix]
      from (values
        (has_schema_privilege(v_role, v_schema, 'usage'), v_schema, 'USAGE',
         format('grant usage on schema %I to %I', v_schema, v_role)),
        (has_schema_privilege(v_role, 'thing', 'usage'), 'thing', 'USAGE',
         'grant usage on schema thing to thing_tenant'),
        (has_database_privilege(v_role, current_database(), 'connect'), v_database, 'CONNECT',
         format('grant connect on database %s to thing_tenant', v_database))
      ) g (has, object, privilege, fix)
     where not g.has and pg_has_role(v_role, 'thing_tenant', 'usage')
    union all
    select 'default grant', null, coalesce(n.nspname, 'thing_owner'), format('%s will have %s',
               case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end, a.privilege_type),
           array[format('alter default privileges for role %I%s revoke %s on %s from %s', pg_get_userbyid(d.defaclrole),
               ' in schema ' || quote_ident(n.nspname), a.privilege_type,
               case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
                    when 'T' then 'types' else 'schemas' end,
               case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)]
      from pg_default_acl d
      left join pg_namespace n on n.oid = d.defaclnamespace
      cross join lateral aclexplode(d.defaclacl) a
     where (n.nspname = v_schema or n.oid is null and d.defaclrole = 'thing_owner'::regrole)
       and a.grantee <> d.defaclrole
       and d.defaclobjtype <> 'T';
end
$$;
comment on function thing.check_grants() is 'Privileges that are missing or too much. Internal.';
revoke all on function thing.check_grants() from public;

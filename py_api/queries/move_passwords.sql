-- Of the tenant's own role and of the API's, as PostgreSQL keeps them.
select (select a.rolpassword from pg_authid a where a.rolname = t.role_name),
       (select a.rolpassword from pg_authid a where a.rolname = 'api_' || t.role_name)
  from thing.tenants t where t.slug = $1

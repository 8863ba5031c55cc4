-- The roles that log in for a tenant, as far as they are there: its own, and the API's (thing.api_login makes that
-- one).
create or replace function thing.tenant_roles(p_role text)
returns text[]
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select array(select r.rolname::text from pg_roles r where r.rolname in (p_role, thing.api_role(p_role))
                  order by length(r.rolname))
$$;
comment on function thing.tenant_roles(text) is 'The login roles of a tenant, its own first. Internal.';
revoke all on function thing.tenant_roles(text) from public;

-- The role that the API logs in with for a tenant: a member of the tenant's own role, so that people keep that one's
-- password. Pure.
create or replace function thing.api_role(p_role text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select 'api_' || p_role);
end
$$;
comment on function thing.api_role(text) is 'Name of the API''s login role beside a tenant''s role. Internal.';
revoke all on function thing.api_role(text) from public;

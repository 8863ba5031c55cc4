-- The search_path of a tenant's role, in this database.
create or replace function thing.set_role_path(p_role text, p_schema text)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('alter role %I in database %I set search_path = %s', p_role, current_database(), thing.tenant_path(p_schema));
end
$$;
comment on function thing.set_role_path(text, text) is 'Set the search_path of a tenant''s role. Internal.';
revoke all on function thing.set_role_path(text, text) from public;

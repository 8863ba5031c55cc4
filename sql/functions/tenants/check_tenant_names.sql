-- Nothing else has the names that a tenant would take: slug, schema, its role, the API's role beside it. Errors: TB010
-- INVALID_NAME, TB041 TENANT_EXISTS.
create or replace function thing.check_tenant_names(p_slug text, p_schema text, p_role text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_slug is null or p_slug !~ '^[a-z][a-z0-9_]{0,39}$' then
        perform thing.fail('INVALID_NAME', format('%L is not a valid tenant slug', p_slug), '{}',
            'A slug has 1 to 40 characters a-z, 0-9 and _, and starts with a letter.');
    elsif exists (select from thing.tenants t where t.slug = p_slug)
       or exists (select from pg_namespace n where n.nspname = p_schema)
       or exists (select from pg_roles r where r.rolname in (p_role, thing.api_role(p_role))) then
        perform thing.fail('TENANT_EXISTS',
            format('tenant %s, schema %s or role %s already exists', p_slug, p_schema, p_role));
    end if;
end
$$;
comment on function thing.check_tenant_names(text, text, text) is
    'Fail unless a new tenant may have these names. Internal.';
revoke all on function thing.check_tenant_names(text, text, text) from public;

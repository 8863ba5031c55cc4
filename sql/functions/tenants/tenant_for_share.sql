-- The tenant's row, held: until the transaction ends it is neither renamed nor dropped. Logins, limits and the like do
-- not wait for that; what a refresh does takes a while. Errors: TB044 FORBIDDEN, TB040 UNKNOWN_TENANT, TB049
-- TENANT_ELSEWHERE.
create or replace function thing.tenant_for_share(p_slug text)
returns thing.tenants
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tenant thing.tenants;
begin
    perform thing.assert_admin();
    select * into v_tenant from thing.tenants t where t.slug = p_slug for key share;
    if not found then
        perform thing.fail('UNKNOWN_TENANT', format('tenant %s does not exist', p_slug));
    elsif v_tenant.server is not null and to_regnamespace(quote_ident(v_tenant.schema_name)) is null then
        perform thing.fail('TENANT_ELSEWHERE', format('tenant %s lives on server %s', p_slug, v_tenant.server));
    end if;
    return v_tenant;
end
$$;
comment on function thing.tenant_for_share(text) is
    'The row of a tenant that is neither renamed nor dropped meanwhile, for an administrator. Internal.';
revoke all on function thing.tenant_for_share(text) from public;

-- Drops a tenant with all its data, for good. p_confirm must repeat the slug.
-- Errors: TB040 UNKNOWN_TENANT, TB043 NOT_CONFIRMED, TB044 FORBIDDEN. Definer: drops schema and role for members of thing_admin.
create or replace function thing.drop_tenant(p_slug text, p_confirm text default null)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tenant thing.tenants := thing.tenant_for_update(p_slug);
begin
    if p_confirm is distinct from p_slug then
        perform thing.fail('NOT_CONFIRMED', format('dropping tenant %s destroys its data', p_slug), '{}',
            format('Confirm it: thing.drop_tenant(%1$L, %1$L).', p_slug));
    end if;
    execute format('alter role %I nologin', v_tenant.role_name);
    perform thing.end_sessions(v_tenant.role_name);
    execute format('drop schema %I cascade', v_tenant.schema_name);
    execute format('grant %I to thing_owner', v_tenant.role_name);   -- DROP OWNED needs the role's privileges
    execute format('drop owned by %I', v_tenant.role_name);
    execute format('drop role %I', v_tenant.role_name);
    delete from thing.tenants t where t.slug = p_slug;
end
$$;
comment on function thing.drop_tenant(text, text) is
    'Drop a tenant with everything it has; p_confirm repeats the slug. Example: select thing.drop_tenant(''acme'', ''acme'').';
revoke all on function thing.drop_tenant(text, text) from public;
grant execute on function thing.drop_tenant(text, text) to thing_admin;

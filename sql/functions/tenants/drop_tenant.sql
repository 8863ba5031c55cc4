-- Drops a tenant with all its data, for good. confirm must repeat the slug. thing.end_sessions(), called after the
-- commit, ends what has logged in until then.
-- Errors: TB040 UNKNOWN_TENANT, TB043 NOT_CONFIRMED, TB044 FORBIDDEN. Definer: drops schema and role for members of
-- thing_admin.
create or replace function thing.drop_tenant(slug text, confirm text default null)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_update(drop_tenant.slug);
    v_roles text[] := thing.tenant_roles(v_tenant.role_name);
    v_role text;
begin
    if drop_tenant.confirm is distinct from drop_tenant.slug then
        perform thing.fail('NOT_CONFIRMED', format('dropping tenant %s destroys its data', drop_tenant.slug), '{}',
            format('Confirm it: thing.drop_tenant(%1$L, %1$L).', drop_tenant.slug));
    end if;
    foreach v_role in array v_roles loop
        execute format('alter role %I nologin', v_role);
    end loop;
    perform thing.shut_out(drop_tenant.slug, v_tenant.role_name);
    execute format('drop schema %I cascade', v_tenant.schema_name);
    foreach v_role in array v_roles loop
        execute format('grant %I to thing_owner', v_role);   -- DROP OWNED needs the role's privileges
        execute format('drop owned by %I', v_role);
    end loop;
    for i in reverse cardinality(v_roles) .. 1 loop   -- the member before what it is a member of
        execute format('drop role %I', v_roles[i]);
    end loop;
    delete from thing.tenants t where t.slug = drop_tenant.slug;
end
$$;
comment on function thing.drop_tenant(text, text) is
    'Drop a tenant with everything it has; confirm repeats the slug. Example: select thing.drop_tenant(''acme'', '
    '''acme'').';
revoke all on function thing.drop_tenant(text, text) from public;
grant execute on function thing.drop_tenant(text, text) to thing_admin;

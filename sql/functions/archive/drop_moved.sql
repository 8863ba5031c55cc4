-- What is left of a tenant on the server that it has moved away from: its schema, its roles, and, but in the directory,
-- its row. Nothing where nothing is left. Call thing.end_sessions() before.
-- Errors: TB044 FORBIDDEN. Definer: for members of thing_admin.
create or replace function thing.drop_moved(tenant text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants;
    v_roles text[];
    v_role text;
begin
    perform thing.assert_admin();
    select * into v_tenant from thing.tenants t where t.slug = drop_moved.tenant for no key update;
    if not found or not exists (select from pg_namespace n where n.nspname = 'moved_' || v_tenant.slug) then
        return;
    end if;
    execute format('drop schema %I cascade', 'moved_' || v_tenant.slug);
    v_roles := thing.tenant_roles(v_tenant.role_name);
    foreach v_role in array v_roles loop
        execute format('grant %I to thing_owner', v_role);   -- DROP OWNED needs the role's privileges
        execute format('drop owned by %I', v_role);
    end loop;
    for i in reverse cardinality(v_roles) .. 1 loop   -- the member before what it is a member of
        execute format('drop role %I', v_roles[i]);
    end loop;
    if v_tenant.server is null then
        delete from thing.tenants t where t.id = v_tenant.id;
    end if;
end
$$;
comment on function thing.drop_moved(text) is
    'Drop what is left of a tenant on the server that it has moved away from. Example: select '
    'thing.drop_moved(''acme'').';
revoke all on function thing.drop_moved(text) from public;
grant execute on function thing.drop_moved(text) to thing_admin;

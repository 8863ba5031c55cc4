-- Public: the directory forgets a tenant that lived on another server, after it was dropped there.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: writes thing.tenants for members of thing_admin.
create or replace function thing.forget_tenant(id uuid)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_slug text;
begin
    perform thing.assert_admin();
    delete from thing.tenants t where t.id = forget_tenant.id and t.server is not null returning t.slug into v_slug;
    if not found then
        perform thing.fail('UNKNOWN_TENANT', format('tenant %s does not live on another server', forget_tenant.id));
    end if;
    perform pg_notify(i.channel, jsonb_build_object('tenant', v_slug, 'left', true)::text) from thing.installation i;
end
$$;
comment on function thing.forget_tenant(uuid) is
    'Forget a tenant that was dropped on its server. Example: select thing.forget_tenant(t.id) from thing.tenants t '
    'where t.slug = ''acme''.';
revoke all on function thing.forget_tenant(uuid) from public;
grant execute on function thing.forget_tenant(uuid) to thing_admin;

-- Public: what the directory knows of a tenant that lives on another server: its row there, as JSON, and that server's
-- name. A tenant that is known already (by its id) is changed: slug, label, limits, whether it is suspended.
-- Errors: TB041 TENANT_EXISTS, TB044 FORBIDDEN, TB04A UNKNOWN_SERVER, TB04B INVALID_SERVER (it takes no new tenants).
-- Definer: writes thing.tenants for members of thing_admin.
create or replace function thing.place_tenant(tenant jsonb, server text)
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_new thing.tenants := jsonb_populate_record(null::thing.tenants, place_tenant.tenant);
    v_old thing.tenants;
    v_role text := (select i.role_prefix || v_new.slug from thing.installation i);
    v_state text := (select s.state from thing.servers s where s.name = place_tenant.server for share);
begin
    perform thing.assert_admin();
    if v_state is null then
        perform thing.fail('UNKNOWN_SERVER', format('server %s does not exist', place_tenant.server));
    end if;
    select * into v_old from thing.tenants t where t.id = v_new.id for no key update;
    if v_old.id is null and v_state <> 'active' then
        perform thing.fail('INVALID_SERVER', format('server %s takes no new tenants', place_tenant.server), '{}',
            'thing.drain_server(name, false) lets them come again.');
    elsif v_old.slug is distinct from v_new.slug then
        perform thing.check_tenant_names(v_new.slug, 'tenant_' || v_new.slug, v_role);
    end if;
    insert into thing.tenants as t (slug, label, schema_name, role_name, limits, suspended_at, created_at, id,
        slug_since, core_version, server)
    values (v_new.slug, v_new.label, 'tenant_' || v_new.slug, v_role, v_new.limits, v_new.suspended_at,
        v_new.created_at, v_new.id, v_new.slug_since, v_new.core_version, place_tenant.server)
    on conflict (id) do update
       set slug = excluded.slug, label = excluded.label, schema_name = excluded.schema_name,
           role_name = excluded.role_name, limits = excluded.limits, suspended_at = excluded.suspended_at,
           slug_since = excluded.slug_since, core_version = excluded.core_version
     where t.server = place_tenant.server
    returning t.* into v_new;
    if not found then
        perform thing.fail('TENANT_EXISTS', format('tenant %s has the same id, and lives %s', v_old.slug,
            coalesce('on server ' || v_old.server, 'in the directory''s own database')), '{}',
            'Restored under another slug, it gets another id.');
    end if;
    if v_old.slug <> v_new.slug or v_old.suspended_at is null and v_new.suspended_at is not null then
        perform pg_notify(i.channel, jsonb_build_object('tenant', v_old.slug, 'left', true)::text)
           from thing.installation i;
    end if;
    return v_new;
end
$$;
comment on function thing.place_tenant(jsonb, text) is
    'Write down which server a tenant lives on, and what it is called there. Returns the thing.tenants row. Example: '
    'select thing.place_tenant(to_jsonb(t), ''b'') from thing.tenants t (with a row of that server).';
revoke all on function thing.place_tenant(jsonb, text) from public;
grant execute on function thing.place_tenant(jsonb, text) to thing_admin;

-- On the server that a tenant moves away from, in the transaction of thing.stop_writes: nothing can write it here any
-- more. Who waits to do so is refused, for its schema has another name from here on (moved_<slug>); its roles do not
-- log in. server: where it lives now, where this is the directory; else null, and thing.settle_move says it there.
-- Errors: those of thing.tenant_for_update. Definer: for members of thing_admin.
create or replace function thing.hand_over(tenant text, server text default null)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_update(hand_over.tenant);
    v_role text;
begin
    foreach v_role in array thing.tenant_roles(v_tenant.role_name) loop
        execute format('alter role %I nologin', v_role);
    end loop;
    execute format('alter schema %I rename to %I', v_tenant.schema_name, 'moved_' || v_tenant.slug);
    if hand_over.server is null then
        update thing.tenants t set suspended_at = now() where t.id = v_tenant.id;
    else
        perform thing.settle_move(v_tenant.id, hand_over.server);
    end if;
end
$$;
comment on function thing.hand_over(text, text) is
    'Let no one write a tenant here any more, for it lives on another server. Example: select '
    'thing.hand_over(''acme'', ''b'').';
revoke all on function thing.hand_over(text, text) from public;
grant execute on function thing.hand_over(text, text) to thing_admin;

-- In the directory: the tenant lives on this server from here on (null: in the directory itself). Server processes hear
-- of it.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: writes thing.tenants for members of thing_admin.
create or replace function thing.settle_move(id uuid, server text)
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
    update thing.tenants t set server = settle_move.server where t.id = settle_move.id returning t.slug into v_slug;
    if not found then
        perform thing.fail('UNKNOWN_TENANT', format('tenant %s does not exist', settle_move.id));
    end if;
    perform pg_notify(i.channel,
        jsonb_build_object('tenant', v_slug, 'moved', true, 'server', settle_move.server)::text)
       from thing.installation i;
end
$$;
comment on function thing.settle_move(uuid, text) is
    'Write down that a tenant lives on another server now. Example: select thing.settle_move(t.id, ''b'') from '
    'thing.tenants t where t.slug = ''acme''.';
revoke all on function thing.settle_move(uuid, text) from public;
grant execute on function thing.settle_move(uuid, text) to thing_admin;

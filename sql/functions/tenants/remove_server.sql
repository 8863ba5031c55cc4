-- Public: forgets a server that no tenant lives on. Nothing on it is touched.
-- Errors: TB034 DEPENDENCY, TB044 FORBIDDEN, TB04A UNKNOWN_SERVER. Definer: writes thing.servers for members of
-- thing_admin.
create or replace function thing.remove_server(name text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenants text[];
begin
    perform thing.assert_admin();
    perform from thing.servers s where s.name = remove_server.name for update;
    if not found then
        perform thing.fail('UNKNOWN_SERVER', format('server %s does not exist', remove_server.name));
    end if;
    v_tenants := array(select t.slug from thing.tenants t where t.server = remove_server.name order by t.slug limit 20);
    if v_tenants <> '{}' then
        perform thing.fail('DEPENDENCY', format('tenants live on server %s: %s', remove_server.name,
            array_to_string(v_tenants, ', ')), to_jsonb(v_tenants),
            'Move them away: thingbase tenant move SLUG --to ...');
    end if;
    delete from thing.servers s where s.name = remove_server.name;
    perform pg_notify(i.channel, '{"servers": true}') from thing.installation i;
end
$$;
comment on function thing.remove_server(text) is
    'Forget a server that no tenant lives on. Example: select thing.remove_server(''b'').';
revoke all on function thing.remove_server(text) from public;
grant execute on function thing.remove_server(text) to thing_admin;

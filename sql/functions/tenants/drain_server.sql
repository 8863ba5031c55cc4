-- Public: no new tenants come to a server any more (or, with draining false, they may again). Those that are there stay
-- until they are moved.
-- Errors: TB044 FORBIDDEN, TB04A UNKNOWN_SERVER. Definer: writes thing.servers for members of thing_admin.
create or replace function thing.drain_server(name text, draining boolean default true)
returns thing.servers
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_server thing.servers;
begin
    perform thing.assert_admin();
    update thing.servers s set state = case when drain_server.draining then 'draining' else 'active' end
     where s.name = drain_server.name
    returning s.* into v_server;
    if not found then
        perform thing.fail('UNKNOWN_SERVER', format('server %s does not exist', drain_server.name));
    end if;
    return v_server;
end
$$;
comment on function thing.drain_server(text, boolean) is
    'Take no new tenants to a server. Returns the thing.servers row. Example: select thing.drain_server(''b'').';
revoke all on function thing.drain_server(text, boolean) from public;
grant execute on function thing.drain_server(text, boolean) to thing_admin;

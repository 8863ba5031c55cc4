-- Public: another PostgreSQL server, or database, that tenants of this installation may live on. It has a core of its
-- own. dsn: without a password. Called again with a name that is there, it changes where that one is.
-- Errors: TB044 FORBIDDEN, TB04B INVALID_SERVER. Definer: writes thing.servers for members of thing_admin.
create or replace function thing.add_server(name text, dsn text, password_from text default null)
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
    begin
        insert into thing.servers as s (name, dsn, password_from)
        values (add_server.name, add_server.dsn, add_server.password_from)
        on conflict on constraint servers_pkey
        do update set dsn = excluded.dsn, password_from = excluded.password_from, state = 'active'
        returning s.* into v_server;
    exception when check_violation or not_null_violation then
        perform thing.fail('INVALID_SERVER', format('server %s, %s: not a name, an address or a place of a password',
            add_server.name, regexp_replace(add_server.dsn, ':[^:@/]*@', ':...@')));
    end;
    perform pg_notify(i.channel, '{"servers": true}') from thing.installation i;
    return v_server;
end
$$;
comment on function thing.add_server(text, text, text) is
    'Name another server that tenants may live on. Returns the thing.servers row. Example: select '
    'thing.add_server(''b'', ''postgresql://thing@10.0.0.2:5432/thingbase'', ''file:/run/secrets/b'').';
revoke all on function thing.add_server(text, text, text) from public;
grant execute on function thing.add_server(text, text, text) to thing_admin;

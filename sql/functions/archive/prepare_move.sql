-- On the server that a tenant comes to, when its tables, constraints and triggers are there (thing.finish_restore):
-- what rows there are go, for PostgreSQL's replication brings all of them; no one logs in until thing.take_over.
-- thing_move is a table for marks: what was written before a mark has come when the mark has.
-- Errors: TB044 FORBIDDEN, those of thing.tenant_for_update. Definer: for members of thing_admin.
create or replace function thing.prepare_move(tenant text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_update(prepare_move.tenant);
    v_sql text;
begin
    for v_sql in
        select format('alter role %I nologin', r) from unnest(thing.tenant_roles(v_tenant.role_name)) r
    loop
        execute v_sql;
    end loop;
    perform thing.enter_tenant(prepare_move.tenant);
    for v_sql in
        select format('delete from %I.%I', current_schema(), a.name)
          from thing.archive_tables() with ordinality a (name, part, columns, types, bytes, n)
         where a.part in ('core', 'definitions')
         order by a.n desc
    loop
        execute v_sql;
    end loop;
    create table thing_move (mark text constraint thing_move_pkey primary key);
end
$$;
comment on function thing.prepare_move(text) is
    'Make a tenant that was restored without its rows ready for their replication. Example: select '
    'thing.prepare_move(''acme'').';
revoke all on function thing.prepare_move(text) from public;
grant execute on function thing.prepare_move(text) to thing_admin;

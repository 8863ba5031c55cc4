-- The search_path of a tenant's role, in this database. Where it is that already, nothing is written.
create or replace function thing.set_role_path(p_role text, p_schema text)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_path text := thing.tenant_path(p_schema);
begin
    if not exists (
        select
          from pg_db_role_setting s
          join pg_database d on d.oid = s.setdatabase
          join pg_roles r on r.oid = s.setrole
         where d.datname = current_database() and r.rolname = p_role and 'search_path=' || v_path = any (s.setconfig))
    then
        execute format('alter role %I in database %I set search_path = %s', p_role, current_database(), v_path);
    end if;
end
$$;
comment on function thing.set_role_path(text, text) is 'Set the search_path of a tenant''s role. Internal.';
revoke all on function thing.set_role_path(text, text) from public;

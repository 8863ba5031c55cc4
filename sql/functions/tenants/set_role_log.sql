-- Keeps the mistakes of a tenant's role out of the server's log: they are its own business, one may be 256 kB long, and
-- there may be thousands a second. Its own ALTER ROLE and SET cannot undo it. Where thing_owner may not set it (see
-- 00_roles.sql), it says so and goes on.
create or replace function thing.set_role_log(p_role text)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (
        select
          from pg_db_role_setting s
          join pg_roles r on r.oid = s.setrole
         where s.setdatabase = 0 and r.rolname = p_role
           and s.setconfig @> '{log_min_messages=fatal, log_min_error_statement=panic}')
    then
        execute format('alter role %I set log_min_messages = fatal', p_role);
        execute format('alter role %I set log_min_error_statement = panic', p_role);
    end if;
exception when insufficient_privilege then
    raise notice 'what role % does wrong stands in the server''s log: %', p_role, sqlerrm;
end
$$;
comment on function thing.set_role_log(text) is
    'Keep the mistakes of a tenant''s role out of the server''s log. Internal.';
revoke all on function thing.set_role_log(text) from public;

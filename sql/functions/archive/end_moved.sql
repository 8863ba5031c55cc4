-- The sessions of a tenant's roles on the server that it has moved away from: those that do nothing are ended, or, with
-- all_of_them, every one. Returns how many are left.
-- Errors: TB044 FORBIDDEN. Definer: ends sessions for members of thing_admin.
create or replace function thing.end_moved(tenant text, all_of_them boolean default false)
returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_roles text[] := thing.tenant_roles((select t.role_name from thing.tenants t where t.slug = end_moved.tenant));
begin
    perform thing.assert_admin();
    perform pg_terminate_backend(a.pid)
       from pg_stat_activity a
      where a.usename = any (v_roles) and (a.state = 'idle' or end_moved.all_of_them);
    return (select count(*) from pg_stat_activity a where a.usename = any (v_roles));
end
$$;
comment on function thing.end_moved(text, boolean) is
    'End sessions of a tenant that has moved away; returns how many are left. Example: select '
    'thing.end_moved(''acme'').';
revoke all on function thing.end_moved(text, boolean) from public;
grant execute on function thing.end_moved(text, boolean) to thing_admin;

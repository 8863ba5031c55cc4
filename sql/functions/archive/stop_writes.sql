-- No one writes the tenant's tables from here on until the transaction ends; they are read as ever. Waits for those who
-- write now as long as the caller's lock_timeout allows.
-- Errors: TB044 FORBIDDEN, those of thing.enter_tenant, 55P03. Definer: locks tables for members of thing_admin.
create or replace function thing.stop_writes(tenant text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(stop_writes.tenant);
    execute (select 'lock table ' || string_agg(format('%I.%I', current_schema(), t.name), ', ' order by t.name)
                    || ' in share mode' from thing.archive_tables() t where t.name <> 'thing_move');
end
$$;
comment on function thing.stop_writes(text) is
    'Let no one write the tables of a tenant until the transaction ends. Example: select thing.stop_writes(''acme'').';
revoke all on function thing.stop_writes(text) from public;
grant execute on function thing.stop_writes(text) to thing_admin;

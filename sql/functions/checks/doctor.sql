-- Public: what of the whole set-up is not as it should be, as far as SQL can tell: settings, extensions, roles, room,
-- jobs, logs, transactions, replication. Nothing is changed. severity: error (something does not work or is in danger),
-- warning (look at it), note. hint: what to do.
-- Errors: TB044 FORBIDDEN. Definer: reads the tenants' tables.
create or replace function thing.doctor()
returns table (area text, severity text, message text, hint text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform thing.assert_admin();
    return query select * from thing.doctor_settings();
    return query select * from thing.doctor_roles();
    return query select * from thing.doctor_activity();
    return query select * from thing.doctor_tenants();
end
$$;
comment on function thing.doctor() is
    'What of the set-up is not as it should be, and what to do: select * from thing.doctor().';
revoke all on function thing.doctor() from public;
grant execute on function thing.doctor() to thing_admin;

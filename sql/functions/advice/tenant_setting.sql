-- What holds of a limit for the tenant: its own, or the default. Runs inside the tenant's schema.
create or replace function thing.tenant_setting(p_name text)
returns text
language plpgsql
stable
as $$
begin
    return coalesce((select t.limits ->> p_name from thing.tenants t where t.schema_name = current_schema()),
               (select l.default_value from thing.limits l where l.name = p_name));
end
$$;
comment on function thing.tenant_setting(text) is 'What holds of a limit for the tenant. Internal.';
revoke all on function thing.tenant_setting(text) from public;

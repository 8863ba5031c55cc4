-- Fails unless the tenant has a role of this name. Runs inside the tenant's schema. Errors: TB02C UNKNOWN_ROLE.
create or replace function thing.check_role(p_name text)
returns void
language plpgsql
stable
as $$
begin
    if not exists (select from thing_roles r where r.name = p_name) then
        perform thing.fail('UNKNOWN_ROLE', format('role %s does not exist', coalesce(p_name, 'null')),
            jsonb_build_object('role', p_name));
    end if;
end
$$;
comment on function thing.check_role(text) is 'Fail unless the role exists. Internal.';
revoke all on function thing.check_role(text) from public;

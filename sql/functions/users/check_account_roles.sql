-- Errors: TB074 INVALID_SIGN_IN where an account may not have these roles: names, and never operator.
create or replace function thing.check_account_roles(p_roles text[])
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_role text;
begin
    if cardinality(p_roles) > 32 then
        perform thing.fail('INVALID_SIGN_IN', 'an account may have at most 32 roles');
    end if;
    foreach v_role in array coalesce(p_roles, '{}') loop
        if v_role is null or v_role = 'operator' or v_role !~ '^[A-Za-z_][A-Za-z0-9_-]{0,62}$' then
            perform thing.fail('INVALID_SIGN_IN', format('an account cannot have the role %s', v_role));
        end if;
    end loop;
end
$$;
comment on function thing.check_account_roles(text[]) is 'Fail unless accounts may have these roles. Internal.';
revoke all on function thing.check_account_roles(text[]) from public;

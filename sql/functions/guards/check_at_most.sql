-- A guard inside a statement that changes many things: passes p_count on, unless it is more than the caller allows (null: no limit).
-- Volatile, so that it is evaluated where it stands. Errors: TB063 TOO_MANY_THINGS. Definer: thing.fail is not the tenants'.
create or replace function thing.check_at_most(p_count bigint, p_most bigint)
returns bigint
language plpgsql
volatile parallel unsafe
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_count > p_most then
        perform thing.fail('TOO_MANY_THINGS', format('the request would change more than %s things', p_most),
            jsonb_build_object('count', p_count, 'atMost', p_most));
    end if;
    return p_count;
end
$$;
comment on function thing.check_at_most(bigint, bigint) is
    'A count, when it is not above a limit; else TOO_MANY_THINGS, which undoes the statement. Example: select thing.check_at_most(count(*), 10) from tc_product.';
revoke all on function thing.check_at_most(bigint, bigint) from public;
grant execute on function thing.check_at_most(bigint, bigint) to thing_admin, thing_tenant;

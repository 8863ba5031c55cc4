-- A guard inside a statement that changes many things: passes count on, unless it is more than the caller allows (null:
-- no limit). Volatile, so that it is evaluated where it stands. Errors: TB063 TOO_MANY_THINGS. Definer: thing.fail is
-- not the tenants'.
create or replace function thing.check_at_most(count bigint, most bigint)
returns bigint
language plpgsql
volatile parallel unsafe
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    if check_at_most.count > check_at_most.most then
        perform thing.fail('TOO_MANY_THINGS',
            format('the request would change more than %s things', check_at_most.most),
            jsonb_build_object('count', check_at_most.count, 'atMost', check_at_most.most));
    end if;
    return check_at_most.count;
end
$$;
comment on function thing.check_at_most(bigint, bigint) is
    'A count, when it is not above a limit; else TOO_MANY_THINGS, which undoes the statement. Example: select '
    'thing.check_at_most(count(*), 10) from tc_product.';
revoke all on function thing.check_at_most(bigint, bigint) from public;
grant execute on function thing.check_at_most(bigint, bigint) to thing_admin, thing_tenant;

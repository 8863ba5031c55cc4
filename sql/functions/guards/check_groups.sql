-- A guard inside a statement that groups things: true, unless there are more groups than an answer may have. Volatile,
-- so that it is evaluated where it stands; what is below may be done in parallel. Errors: TB066 TOO_MANY_GROUPS.
-- Definer: thing.fail is not the tenants'.
create or replace function thing.check_groups(count bigint, most bigint)
returns boolean
language plpgsql
volatile parallel restricted
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    if check_groups.count > check_groups.most then
        perform thing.fail('TOO_MANY_GROUPS', format('the result has more than %s groups', check_groups.most),
            jsonb_build_object('limit', check_groups.most));
    end if;
    return true;
end
$$;
comment on function thing.check_groups(bigint, bigint) is
    'True, when a number of groups is not above a limit; else TOO_MANY_GROUPS. Example: select '
    'thing.check_groups(count(distinct maker), 1000) from tc_product.';
revoke all on function thing.check_groups(bigint, bigint) from public;
grant execute on function thing.check_groups(bigint, bigint) to thing_admin, thing_tenant;

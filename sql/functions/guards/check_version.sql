-- A guard inside a statement that changes one thing: passes its version on, unless the caller expects another (null:
-- any). Volatile, so that it is evaluated where it stands. Errors: TB002 VERSION_CONFLICT. Definer: thing.fail is not
-- the tenants'.
create or replace function thing.check_version(actual integer, expected integer)
returns integer
language plpgsql
volatile parallel unsafe
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    if check_version.actual <> check_version.expected then
        perform thing.fail('VERSION_CONFLICT',
            format('the thing is at version %s, not %s', check_version.actual, check_version.expected),
            jsonb_build_object('version', check_version.actual, 'expected', check_version.expected));
    end if;
    return check_version.actual;
end
$$;
comment on function thing.check_version(integer, integer) is
    'The version of a thing, when it is the expected one; else VERSION_CONFLICT, which undoes the statement. Example: '
    'update tc_product set name = ''x'' where id = ''...'' and thing.check_version(version, 3) > 0.';
revoke all on function thing.check_version(integer, integer) from public;
grant execute on function thing.check_version(integer, integer) to thing_admin, thing_tenant;

-- Public: does a JSON value satisfy field rules? See thing.value_violations. An absent value satisfies all but
-- "required". Definer: see thing.value_violations.
create or replace function thing.satisfies(value jsonb, rules jsonb)
returns boolean
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
    select thing.value_violations(satisfies.value, satisfies.rules) = '[]'
$$;
comment on function thing.satisfies(jsonb, jsonb) is
    'Does a JSON value satisfy field rules? Operator thing.|= says the same. Example: select thing.satisfies(''5'', '
    '''{"min": 1, "max": 3}'').';
revoke all on function thing.satisfies(jsonb, jsonb) from public;
grant execute on function thing.satisfies(jsonb, jsonb) to thing_admin, thing_tenant;

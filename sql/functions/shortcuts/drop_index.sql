-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.drop_index(
    tenant text, class text, name text, expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'drop_index', 'class', class, 'name', name)),
        expected_version, author)
$$;
comment on function thing.drop_index(text, text, text, integer, text) is
    'Drop an index of a class. Returns what thing.migrate returns. Example: select '
    'thing.drop_index(''acme'', ''Product'', ''makerPrice'').';
revoke all on function thing.drop_index(text, text, text, integer, text) from public;
grant execute on function thing.drop_index(text, text, text, integer, text) to thing_admin, thing_tenant;

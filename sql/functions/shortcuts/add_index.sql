-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.add_index(
    tenant text, class text, name text, keys jsonb, expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'add_index', 'class', class, 'name', name, 'keys', keys)),
        expected_version, author)
$$;
comment on function thing.add_index(text, text, text, jsonb, integer, text) is
    'Add an index over several keys; the id follows as the last one. Returns what thing.migrate returns. Example: '
    'select thing.add_index(''acme'', ''Product'', ''makerPrice'', '
    '''[{"field": "maker"}, {"field": "price", "order": "DESC"}]'').';
revoke all on function thing.add_index(text, text, text, jsonb, integer, text) from public;
grant execute on function thing.add_index(text, text, text, jsonb, integer, text) to thing_admin, thing_tenant;

-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.drop_class(
    tenant text, class text, expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'drop_class', 'class', class)),
        expected_version, author)
$$;
comment on function thing.drop_class(text, text, integer, text) is
    'Hide a class with its things, until thing.restore_class, thing.rollback or thing.purge. Returns what '
    'thing.migrate returns. Example: select thing.drop_class(''acme'', ''Product'').';
revoke all on function thing.drop_class(text, text, integer, text) from public;
grant execute on function thing.drop_class(text, text, integer, text) to thing_admin, thing_tenant;

-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.drop_field(
    tenant text, class text, field text, expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'drop_field', 'class', class, 'field', field)),
        expected_version, author)
$$;
comment on function thing.drop_field(text, text, text, integer, text) is
    'Hide a field with its values, until thing.restore_field, thing.rollback or thing.purge. Returns what '
    'thing.migrate returns. Example: select thing.drop_field(''acme'', ''Product'', ''price'').';
revoke all on function thing.drop_field(text, text, text, integer, text) from public;
grant execute on function thing.drop_field(text, text, text, integer, text) to thing_admin, thing_tenant;

-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.restore_field(
    tenant text, id integer, expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'restore_field', 'id', id)),
        expected_version, author)
$$;
comment on function thing.restore_field(text, integer, integer, text) is
    'Bring a dropped field back by its id, which thing.history shows in the inverse of the drop. Returns what '
    'thing.migrate returns. Example: select thing.restore_field(''acme'', 42).';
revoke all on function thing.restore_field(text, integer, integer, text) from public;
grant execute on function thing.restore_field(text, integer, integer, text) to thing_admin, thing_tenant;

-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.drop_enum(
    tenant text, enum text, expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'drop_enum', 'enum', enum)),
        expected_version, author)
$$;
comment on function thing.drop_enum(text, text, integer, text) is
    'Hide an enum that no field has as its type, until it is restored or purged. Returns what thing.migrate returns. '
    'Example: select thing.drop_enum(''acme'', ''Status'').';
revoke all on function thing.drop_enum(text, text, integer, text) from public;
grant execute on function thing.drop_enum(text, text, integer, text) to thing_admin, thing_tenant;

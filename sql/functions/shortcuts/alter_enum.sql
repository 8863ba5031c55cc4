-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.alter_enum(
    tenant text, enum text, set jsonb, existing text default 'refuse', expected_version integer default null,
                                author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'alter_enum', 'enum', enum, 'set', "set", 'existing', existing)),
        expected_version, author)
$$;
comment on function thing.alter_enum(text, text, jsonb, text, integer, text) is
    'Change options or description of an enum; all fields of it follow. Returns what thing.migrate returns. Example: '
    'select thing.alter_enum(''acme'', ''Status'', ''{"values": ["draft", "live", "gone"]}'').';
revoke all on function thing.alter_enum(text, text, jsonb, text, integer, text) from public;
grant execute on function thing.alter_enum(text, text, jsonb, text, integer, text) to thing_admin, thing_tenant;

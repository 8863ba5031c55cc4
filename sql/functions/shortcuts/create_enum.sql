-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.create_enum(
    tenant text, enum text, "values" text[], description text default null, expected_version integer default null,
    author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_strip_nulls(jsonb_build_object('op', 'create_enum', 'enum', enum, 'values', to_jsonb("values"),
            'description', description))),
        expected_version, author)
$$;
comment on function thing.create_enum(text, text, text[], text, integer, text) is
    'A new enum: options that several fields share. Returns what thing.migrate returns. Example: select '
    'thing.create_enum(''acme'', ''Status'', array[''draft'', ''live'']).';
revoke all on function thing.create_enum(text, text, text[], text, integer, text) from public;
grant execute on function thing.create_enum(text, text, text[], text, integer, text) to thing_admin, thing_tenant;

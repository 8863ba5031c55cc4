-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.rename_enum(
    tenant text, enum text, new_name text, expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'rename_enum', 'enum', enum, 'to', new_name)),
        expected_version, author)
$$;
comment on function thing.rename_enum(text, text, text, integer, text) is
    'Give an enum another name. Returns what thing.migrate returns. Example: select thing.rename_enum(''acme'', '
    '''Status'', ''State'').';
revoke all on function thing.rename_enum(text, text, text, integer, text) from public;
grant execute on function thing.rename_enum(text, text, text, integer, text) to thing_admin, thing_tenant;

-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.alter_class(
    tenant text, class text, set jsonb, expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'alter_class', 'class', class, 'set', "set")),
        expected_version, author)
$$;
comment on function thing.alter_class(text, text, jsonb, integer, text) is
    'Change label, description or deprecation of a class. Returns what thing.migrate returns. Example: select '
    'thing.alter_class(''acme'', ''Product'', ''{"deprecated": "use Article"}'').';
revoke all on function thing.alter_class(text, text, jsonb, integer, text) from public;
grant execute on function thing.alter_class(text, text, jsonb, integer, text) to thing_admin, thing_tenant;

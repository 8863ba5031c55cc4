-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.alter_field(
    tenant text, class text, field text, set jsonb, existing text default null, expected_version integer default null,
    author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'alter_field', 'class', class, 'field', field, 'set', "set")
        || jsonb_strip_nulls(jsonb_build_object('existing', existing))),
        expected_version, author)
$$;
comment on function thing.alter_field(text, text, text, jsonb, text, integer, text) is
    'Change type, params, default, indexed, searchable, personal, label, description, onDelete, inverse, aliases or '
    'deprecation of a field. Returns what thing.migrate returns. Example: select thing.alter_field(''acme'', '
    '''Product'', ''price'', ''{"indexed": true}'').';
revoke all on function thing.alter_field(text, text, text, jsonb, text, integer, text) from public;
grant execute on function thing.alter_field(text, text, text, jsonb, text, integer, text) to thing_admin, thing_tenant;

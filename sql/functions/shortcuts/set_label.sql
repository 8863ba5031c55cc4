-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.set_label(
    tenant text, class text, label text, field text default null, expected_version integer default null,
    author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', case when field is null then 'alter_class' else 'alter_field' end, 'class', class,
            'set', jsonb_build_object('label', label)) || jsonb_strip_nulls(jsonb_build_object('field', field))),
        expected_version, author)
$$;
comment on function thing.set_label(text, text, text, text, integer, text) is
    'Label a class or a field; any text will do, null takes it away. Returns what thing.migrate returns. Example: '
    'select thing.set_label(''acme'', ''Product'', ''Unit price'', field => ''price'').';
revoke all on function thing.set_label(text, text, text, text, integer, text) from public;
grant execute on function thing.set_label(text, text, text, text, integer, text) to thing_admin, thing_tenant;

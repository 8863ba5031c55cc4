-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.rename_field(
    tenant text, class text, field text, new_name text, expected_version integer default null, author text default null,
    keep_alias text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'rename_field', 'class', class, 'field', field, 'to', new_name)
        || jsonb_strip_nulls(jsonb_build_object('keepAlias', keep_alias))),
        expected_version, author)
$$;
comment on function thing.rename_field(text, text, text, text, integer, text, text) is
    'Give a field another name; its column keeps its own. keep_alias: how long the API has the old one as well, like '
    '''2 weeks''. Returns what thing.migrate returns. Example: select thing.rename_field(''acme'', ''Product'', '
    '''price'', ''netPrice'').';
revoke all on function thing.rename_field(text, text, text, text, integer, text, text) from public;
grant execute on function thing.rename_field(text, text, text, text, integer, text, text) to thing_admin, thing_tenant;

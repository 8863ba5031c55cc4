-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.rename_option(
    tenant text, class text, field text, option text, new_name text, expected_version integer default null,
    author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'rename_option', 'class', class, 'field', field, 'from', option, 'to', new_name)),
        expected_version, author)
$$;
comment on function thing.rename_option(text, text, text, text, text, integer, text) is
    'Give an option of a select or multiselect another name; its things, default and rules follow. Returns what '
    'thing.migrate returns. Example: select thing.rename_option(''acme'', ''Product'', ''state'', ''onSale'', '
    '''forSale'').';
revoke all on function thing.rename_option(text, text, text, text, text, integer, text) from public;
grant execute on function thing.rename_option(text, text, text, text, text, integer, text) to thing_admin, thing_tenant;

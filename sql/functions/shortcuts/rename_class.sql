-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.rename_class(
    tenant text, class text, new_name text, expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'rename_class', 'class', class, 'to', new_name)),
        expected_version, author)
$$;
comment on function thing.rename_class(text, text, text, integer, text) is
    'Give a class another name; its table keeps its own. Returns what thing.migrate returns. Example: select '
    'thing.rename_class(''acme'', ''Product'', ''Article'').';
revoke all on function thing.rename_class(text, text, text, integer, text) from public;
grant execute on function thing.rename_class(text, text, text, integer, text) to thing_admin, thing_tenant;

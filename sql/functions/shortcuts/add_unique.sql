-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.add_unique(
    tenant text, class text, name text, fields text[], expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'add_unique', 'class', class, 'name', name, 'fields', fields)),
        expected_version, author)
$$;
comment on function thing.add_unique(text, text, text, text[], integer, text) is
    'Make a combination of fields unique. Returns what thing.migrate returns. Example: select '
    'thing.add_unique(''acme'', ''Product'', ''skuPerVendor'', ''{vendor,sku}'').';
revoke all on function thing.add_unique(text, text, text, text[], integer, text) from public;
grant execute on function thing.add_unique(text, text, text, text[], integer, text) to thing_admin, thing_tenant;

-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.set_rules(
    tenant text, class text, field text default null, rules jsonb default '{}', existing text default 'refuse',
    expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_strip_nulls(jsonb_build_object('op', 'set_rules', 'class', class, 'field', field, 'existing', existing))
        || jsonb_build_object('rules', rules)),
        expected_version, author)
$$;
comment on function thing.set_rules(text, text, text, jsonb, text, integer, text) is
    'Replace the rules of a field (of an inherited one: what the class overrides); without a field, those of the '
    'class. Returns what thing.migrate returns. Example: select thing.set_rules(''acme'', ''Product'', ''price'', '
    '''{"min": 0, "max": 1000}'').';
revoke all on function thing.set_rules(text, text, text, jsonb, text, integer, text) from public;
grant execute on function thing.set_rules(text, text, text, jsonb, text, integer, text) to thing_admin, thing_tenant;

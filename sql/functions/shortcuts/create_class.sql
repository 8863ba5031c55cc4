-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.create_class(
    tenant text, class text, fields jsonb default '[]', extends text default null, abstract boolean default false,
    label text default null, description text default null, rules jsonb default '{}', uniques jsonb default '[]',
    overrides jsonb default '[]', expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_strip_nulls(jsonb_build_object('op', 'create_class', 'class', class,
            'extends', extends, 'abstract', abstract,
            'label', label, 'description', description))
        || jsonb_build_object('fields', fields, 'rules', rules, 'uniques', uniques, 'overrides', overrides)),
        expected_version, author)
$$;
comment on function thing.create_class(text, text, jsonb, text, boolean, text, text, jsonb, jsonb,
    jsonb, integer, text) is
    'A new class. Returns what thing.migrate returns. Example: select thing.create_class(''acme'', ''Product'', '
    '''[{"name": "title", "type": "text", "required": true}]'').';
revoke all on function thing.create_class(text, text, jsonb, text, boolean, text, text, jsonb, jsonb, jsonb,
    integer, text) from public;
grant execute on function thing.create_class(text, text, jsonb, text, boolean, text, text, jsonb, jsonb, jsonb, integer,
    text) to thing_admin, thing_tenant;

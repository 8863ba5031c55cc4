-- One change of thing.migrate, which checks everything; its arguments are the change's keys.
create or replace function thing.add_field(
    tenant text, class text, field text, type text, required boolean default false, is_unique boolean default false,
    rules jsonb default '{}', default_value jsonb default null, params jsonb default '{}', target text default null,
    on_delete text default null, inverse text default null, indexed boolean default false,
    searchable boolean default false, label text default null,
    description text default null, expression text default null, stored boolean default null,
    kept boolean default null,
    expected_version integer default null, author text default null)
returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select thing.migrate(tenant, jsonb_build_array(
        jsonb_build_object('op', 'add_field', 'class', class, 'field',
            jsonb_strip_nulls(jsonb_build_object('name', field, 'type', type, 'required', required, 'unique', is_unique,
                'target', target, 'onDelete', on_delete, 'inverse', inverse, 'indexed', indexed,
                'searchable', searchable,
                'label', label, 'description', description, 'expression', expression, 'stored', stored,
                'kept', kept))
            || jsonb_build_object('rules', rules, 'params', params, 'default', default_value))),
        expected_version, author)
$$;
comment on function thing.add_field(text, text, text, text, boolean, boolean, jsonb, jsonb, jsonb, text, text, text,
    boolean, boolean, text, text, text, boolean, boolean, integer, text) is
    'A new field, in the class and all that extend it. Returns what thing.migrate returns. Example: select '
    'thing.add_field(''acme'', ''Product'', ''price'', ''decimal'', rules => ''{"min": 0}'').';
revoke all on function thing.add_field(text, text, text, text, boolean, boolean, jsonb, jsonb, jsonb, text, text, text,
    boolean, boolean, text, text, text, boolean, boolean, integer, text) from public;
grant execute on function thing.add_field(text, text, text, text, boolean, boolean, jsonb, jsonb, jsonb, text, text,
    text, boolean, boolean, text, text, text, boolean, boolean, integer, text) to thing_admin, thing_tenant;

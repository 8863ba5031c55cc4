-- The field types that this server can do: {"hash", "types": [{name, category, pgType, scalar, jsonKind, jsonInput,
-- operators, searchable, fromJson, toJson, expects, takes?, comparedAs?, item?, schema?}, ...]}. fromJson and toJson
-- are templates over {value} and the type's parameters; the extension's schema is filled in.
create or replace function thing.catalog_types()
returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('hash', thing.registry_hash(), 'types', jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
               'name', t.name, 'category', t.category, 'pgType', thing.render(t.pg_type, v.filled),
               'scalar', t.graphql_scalar,
               'jsonKind', t.json_kind, 'jsonInput', t.json_input, 'operators', t.operators,
               'searchable', t.search_method is not null and (
                   t.search_extension is null or thing.extension_schema(t.search_extension) is not null),
               'fromJson', thing.render(t.from_json, v.filled), 'toJson', thing.render(t.to_json, v.filled),
               'expects', t.expects, 'takes', t.takes, 'comparedAs', t.compared_as, 'item', t.item,
               'schema', v.filled -> 'schema'))
               order by t.position, t.name))
      from thing.field_types t
      cross join lateral (select jsonb_strip_nulls(
                             jsonb_build_object('schema', thing.extension_schema(t.extension))) as filled) v
     where t.extension is null or v.filled ? 'schema'
$$;
comment on function thing.catalog_types() is
    'The field types that are available on this server, with what a server of the API needs of them. Example: select '
    'thing.catalog_types().';
revoke all on function thing.catalog_types() from public;
grant execute on function thing.catalog_types() to thing_admin, thing_tenant;

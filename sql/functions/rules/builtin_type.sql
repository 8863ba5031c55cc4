-- A row of thing.field_types by the names of its columns; what follows from others (operators, position, ...) is null.
-- Pure.
create or replace function thing.builtin_type(
    name text, expects text, description text, category text default null, item text default null,
    pg_type text default null, pg_modifier text default null, extension text default null,
    graphql_scalar text default null,
    json_kind text default null, json_input text[] default null, index_method text default null,
    params jsonb default '{}', rules jsonb default '{}',
    from_json text default null, to_json text default null)
returns thing.field_types
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type thing.field_types;
begin
    v_type.name := builtin_type.name;
    v_type.expects := builtin_type.expects;
    v_type.description := builtin_type.description;
    v_type.category := builtin_type.category;
    v_type.item := builtin_type.item;
    v_type.pg_type := builtin_type.pg_type;
    v_type.pg_modifier := builtin_type.pg_modifier;
    v_type.extension := builtin_type.extension;
    v_type.graphql_scalar := builtin_type.graphql_scalar;
    v_type.json_kind := builtin_type.json_kind;
    v_type.json_input := builtin_type.json_input;
    v_type.index_method := builtin_type.index_method;
    v_type.params := builtin_type.params;
    v_type.rules := builtin_type.rules;
    v_type.from_json := builtin_type.from_json;
    v_type.to_json := builtin_type.to_json;
    return v_type;
end
$$;
comment on function thing.builtin_type(text, text, text, text, text, text, text, text, text, text, text[], text,
    jsonb, jsonb, text, text) is
    'A row of the registry of field types, by names. Internal.';
revoke all on function thing.builtin_type(text, text, text, text, text, text, text, text, text, text, text[], text,
    jsonb, jsonb, text, text) from public;

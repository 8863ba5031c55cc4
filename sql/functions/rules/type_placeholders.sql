-- What the templates of a type may name: the schema of its extension and its parameters, defaults filled in.
create or replace function thing.type_placeholders(p_type thing.field_types, p_params jsonb)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_strip_nulls(jsonb_build_object('schema', thing.extension_schema(p_type.extension)))
        || coalesce((select jsonb_object_agg(k.key, k.value -> 'default') from jsonb_each(p_type.params) k
                      where k.value ? 'default'), '{}')
        || coalesce(p_params, '{}')
$$;
comment on function thing.type_placeholders(thing.field_types, jsonb) is
    'Values of the placeholders in a type''s templates. Internal.';
revoke all on function thing.type_placeholders(thing.field_types, jsonb) from public;

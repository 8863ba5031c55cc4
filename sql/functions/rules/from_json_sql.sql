-- SQL that turns a jsonb expression into a value of a field type; null for a type without a column.
-- p_expression is SQL of our own making, never a user's text. Errors: TB023 UNKNOWN_TYPE, TB027 EXTENSION_MISSING.
create or replace function thing.from_json_sql(p_type text, p_params jsonb, p_expression text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type thing.field_types := thing.field_type(p_type);
begin
    return thing.render(v_type.from_json,
               thing.type_placeholders(v_type, p_params) || jsonb_build_object('value', p_expression));
end
$$;
comment on function thing.from_json_sql(text, jsonb, text) is
    'SQL: jsonb expression -> value of a field type. Internal.';
revoke all on function thing.from_json_sql(text, jsonb, text) from public;

-- The column type of a field, as DDL: numeric, text[], public.vector(3). Null for a type without a column. A type that
-- can round has its modifier only where it is to: numeric(10,2).
-- Errors: TB020 INVALID_CHANGE (parameters), TB023 UNKNOWN_TYPE, TB027 EXTENSION_MISSING.
create or replace function thing.column_type(p_type text, p_params jsonb default '{}')
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type thing.field_types := thing.field_type(p_type);
    v_values jsonb := thing.type_placeholders(v_type, thing.check_params(p_type, p_params));
    v_modifier text := thing.render(v_type.pg_modifier, v_values);
begin
    return thing.render(v_type.pg_type, v_values)
        || case when v_modifier ~ '[{]' or (v_type.params ? 'round' and not v_values ? 'round') then ''
                else coalesce(v_modifier, '') end;
end
$$;
comment on function thing.column_type(text, jsonb) is
    'Column type of a field type with its parameters, as DDL; null without a column. Internal.';
revoke all on function thing.column_type(text, jsonb) from public;

-- SQL that turns a value of a field type into jsonb, as the API shows it.
-- p_expression is SQL of our own making, never a user's text. Errors: TB023 UNKNOWN_TYPE, TB027 EXTENSION_MISSING.
create or replace function thing.to_json_sql(p_type text, p_params jsonb, p_expression text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type thing.field_types := thing.field_type(p_type);
begin
    if p_type = 'decimal' and jsonb_typeof(p_params -> 'scale') = 'number' then
        -- 1.5 is shown as 1.50
        p_expression := format('round(%1$s, greatest(scale(%1$s), %2$s))', p_expression,
            (p_params ->> 'scale')::integer);
    end if;
    return thing.render(v_type.to_json,
               thing.type_placeholders(v_type, p_params) || jsonb_build_object('value', p_expression));
end
$$;
comment on function thing.to_json_sql(text, jsonb, text) is 'SQL: value of a field type -> jsonb. Internal.';
revoke all on function thing.to_json_sql(text, jsonb, text) from public;

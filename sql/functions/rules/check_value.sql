-- Does a JSON value fit a field type? Null when it does (JSON null always does), otherwise the message: "must be ...".
-- Rules are not looked at. Errors: TB023 UNKNOWN_TYPE, TB027 EXTENSION_MISSING.
create or replace function thing.check_value(p_type text, p_params jsonb, p_value jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type thing.field_types := thing.field_type(p_type);
    v_column text := thing.column_type(p_type, p_params);
    v_expects text := case when v_type.category = 'vector' and p_params ? 'dimensions'
                           then format('a list of %s numbers', p_params ->> 'dimensions') else v_type.expects end;
begin
    if p_value is null or p_value = 'null' then
        return null;
    elsif jsonb_typeof(p_value) <> all (v_type.json_input)
        or (v_type.item is not null or v_type.name = 'references')
            and exists (select from jsonb_array_elements(p_value) i
                         where jsonb_typeof(i) <> all (coalesce(
                                   (select t.json_input from thing.field_types t where t.name = v_type.item),
                                   '{string}'))) then
        return 'must be ' || v_expects;
    elsif v_type.name = 'references' then
        perform r.id::uuid from jsonb_array_elements_text(p_value) r (id);
    elsif v_column is not null then
        execute format('select cast(%s as %s)', thing.from_json_sql(p_type, p_params, '$1'), v_column) using p_value;
    end if;
    return null;
exception when data_exception or syntax_error or internal_error or program_limit_exceeded
    or invalid_parameter_value or name_too_long then
    -- What type input functions raise; 42601 and 42622 are ltree's, XX000 and 22023 are PostGIS's. Nothing was written
    -- here.
    return 'must be ' || v_expects;
end
$$;
comment on function thing.check_value(text, jsonb, jsonb) is
    'Null when a JSON value fits a field type, otherwise the message that says why not. Internal.';
revoke all on function thing.check_value(text, jsonb, jsonb) from public;

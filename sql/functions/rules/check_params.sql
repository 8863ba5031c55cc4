-- The parameters of a field type in canonical form (as given; defaults stay out). Errors: TB020 INVALID_CHANGE,
-- TB023 UNKNOWN_TYPE, TB027 EXTENSION_MISSING.
create or replace function thing.check_params(p_type text, p_params jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type thing.field_types := thing.field_type(p_type);
begin
    -- not looked up yet (thing.enum_params)
    if v_type.params ? 'values' and jsonb_typeof(p_params -> 'enum') = 'string' then
        return p_params - 'values';
    elsif v_type.params ? 'values' and p_params ? 'enum' then
        return thing.check_params(p_type, p_params - 'enum') || jsonb_build_object('enum', p_params -> 'enum');
    elsif coalesce(nullif(p_params, 'null'), '{}') = '{}'
        and not jsonb_path_exists(v_type.params, '$.* ? (!(@.optional == true))') then
        return '{}';   -- as most fields have them, several times in each migration
    end if;
    begin
        return thing.check_argument('type ' || p_type, jsonb_build_object('kind', 'object', 'keys', v_type.params),
            coalesce(nullif(p_params, 'null'), '{}'), p_type, '{}', '{}');
    exception when sqlstate 'TB025' then
        perform thing.fail('INVALID_CHANGE', sqlerrm, jsonb_build_object('type', p_type, 'params', p_params),
            'thing.field_types.params says what the type takes.');
    end;
end
$$;
comment on function thing.check_params(text, jsonb) is
    'Check the parameters of a field type against the registry. Internal.';
revoke all on function thing.check_params(text, jsonb) from public;

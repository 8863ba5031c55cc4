-- A default value as SQL of the field's type: "now" and "today" for times, a sequence, otherwise a literal; 'null' for
-- no value. Errors: TB023 UNKNOWN_TYPE, TB027 EXTENSION_MISSING, TB028 INVALID_DEFAULT.
create or replace function thing.value_sql(p_type text, p_params jsonb, p_value jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
set extra_float_digits = 1
as $$
declare
    v_column text;
    v_problem text;
    v_text text;
begin
    if p_value is null or p_value = 'null' then
        return 'null';
    elsif thing.is_sequence(p_type, p_value) then
        return thing.sequence_sql(p_type, p_value);
    elsif p_type = 'time' and p_value = '"now"' then
        return '(now() at time zone ''UTC'')::time';
    elsif thing.moment_sql(p_value #>> '{}', p_type) is not null then
        return thing.moment_sql(p_value #>> '{}', p_type);
    end if;
    v_column := thing.column_type(p_type, p_params);
    v_problem := case when v_column is null then 'takes no default'
                      else thing.check_value(p_type, p_params, p_value) end;
    if v_problem is not null then
        perform thing.fail('INVALID_DEFAULT', format('the default of a field of type %s %s', p_type, v_problem),
            jsonb_build_object('type', p_type, 'default', p_value));
    end if;
    execute format('select cast(%s as %s)::text', thing.from_json_sql(p_type, p_params, '$1'),
        v_column) into v_text using p_value;
    return format('%L::%s', v_text, v_column);
end
$$;
comment on function thing.value_sql(text, jsonb, jsonb) is
    'A default value as an SQL expression of the field''s type. Internal.';
revoke all on function thing.value_sql(text, jsonb, jsonb) from public;

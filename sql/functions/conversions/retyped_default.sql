-- A field's default under another type: as it is where it fits, else converted, else refused.
-- Errors: TB028 INVALID_DEFAULT. Runs inside the tenant's schema.
create or replace function thing.retyped_default(
    p_default jsonb, p_from text, p_from_params jsonb, p_to text, p_to_params jsonb)
returns jsonb
language plpgsql
stable
as $$
declare
    v_conversion record;
    v_converts boolean;
    v_default jsonb := p_default;
begin
    if p_default is null or p_default = 'null' then
        return null;
    elsif thing.is_sequence(p_from, p_default) then
        null;
    elsif thing.check_value(p_to, p_to_params, p_default) is not null
       and thing.check_value(p_from, p_from_params, p_default) is null then
        select c.value, c.guard into v_conversion from thing.conversion_sql(p_from, p_to, p_to_params, 'd.v') c;
        execute format('select %s, %s from (select %s as v) d', v_conversion.guard,
            thing.to_json_sql(p_to, p_to_params,
                format('(case when %s then %s end)', v_conversion.guard, v_conversion.value)),
            thing.value_sql(p_from, p_from_params, p_default)) into v_converts, v_default;
        v_default := case when v_converts then v_default else p_default end;
    end if;
    perform thing.value_sql(p_to, p_to_params, v_default);
    return v_default;
end
$$;
comment on function thing.retyped_default(jsonb, text, jsonb, text, jsonb) is
    'A default value under another field type. Internal.';
revoke all on function thing.retyped_default(jsonb, text, jsonb, text, jsonb) from public;

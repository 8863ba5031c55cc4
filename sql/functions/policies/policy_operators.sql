-- What a policy's condition says of a value of a type, checked: {"<operator>": value, ...}, as filters of GraphQL have
-- it, but for near and at, and without null. Errors: TB02B INVALID_POLICY.
create or replace function thing.policy_operators(
    p_name text, p_type text, p_params jsonb, p_searchable boolean, p_condition jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type thing.field_types := thing.field_type(p_type);
    v_operator record;
    v_what text;
begin
    if jsonb_typeof(p_condition) is distinct from 'object' or p_condition = '{}' then
        perform thing.fail('INVALID_POLICY', format('%s needs an object of operators, like {"eq": ...}', p_name),
            p_condition);
    end if;
    for v_operator in select o.key, o.value from jsonb_each(p_condition) o loop
        v_what := format('%s of %s', v_operator.key, p_name);
        if v_operator.key <> all (v_type.operators) or v_operator.key in ('near', 'at')
           or v_operator.key in ('search', 'searchPrefix', 'similar') and p_searchable is not true then
            perform thing.fail('INVALID_POLICY', format('%s has no operator %s in a policy', p_name, v_operator.key),
                jsonb_build_object('field', p_name, 'operator', v_operator.key));
        elsif v_operator.key = 'isNull' then
            if jsonb_typeof(v_operator.value) <> 'boolean' then
                perform thing.fail('INVALID_POLICY', format('%s must be true or false', v_what), v_operator.value);
            end if;
        elsif v_operator.key in ('in', 'notIn', 'iin') and jsonb_typeof(v_operator.value) = 'array' then
            if jsonb_path_exists(v_operator.value, '$[*] ? (exists (@."$claim"))') then
                perform thing.fail('INVALID_POLICY',
                    format('%s: a claim stands for the whole list, not for one value of it', v_what), v_operator.value);
            end if;
            perform thing.check_policy_value(p_type, p_params, i, v_what)
               from jsonb_array_elements(v_operator.value) i;
        else
            perform thing.check_policy_value(case when v_operator.key in ('eq', 'ne', 'lt', 'lte', 'gt', 'gte')
                then p_type end, p_params, v_operator.value, v_what);
            if v_operator.key in ('in', 'notIn', 'iin', 'hasAny', 'hasAll')
               and jsonb_typeof(v_operator.value) not in ('array', 'object')
               or v_type.category = 'text' and v_operator.key not in ('in', 'notIn', 'iin')
                   and jsonb_typeof(v_operator.value) not in ('string', 'object') then
                perform thing.fail('INVALID_POLICY', format('%s has the wrong JSON type', v_what), v_operator.value);
            end if;
        end if;
    end loop;
end
$$;
comment on function thing.policy_operators(text, text, jsonb, boolean, jsonb) is
    'Check what a condition says of a value. Internal.';
revoke all on function thing.policy_operators(text, text, jsonb, boolean, jsonb) from public;

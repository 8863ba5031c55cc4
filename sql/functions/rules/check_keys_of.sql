-- Checks an object argument key by key against the schema's "keys". Errors: TB025 INVALID_RULE, TB026 UNSAFE_PATTERN.
create or replace function thing.check_keys_of(
    p_where text, p_schema jsonb, p_argument jsonb, p_type text, p_params jsonb, p_fields jsonb)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_keys jsonb := p_schema -> 'keys';
    v_key record;
    v_problem text;
    v_result jsonb := '{}';
begin
    if jsonb_typeof(p_argument) <> 'object' then
        v_problem := format('takes an object of %s',
            coalesce((select string_agg(k, ', ') from jsonb_object_keys(v_keys) k), 'nothing'));
    else
        select format('has an unknown key %s', k) into v_problem from jsonb_object_keys(p_argument) k
         where not v_keys ? k limit 1;
    end if;
    if v_problem is null then
        for v_key in select k.key, k.value as schema, nullif(nullif(p_argument -> k.key, 'null'),
            case k.value ->> 'kind' when 'flag' then 'false'::jsonb end) as given
                       from jsonb_each(v_keys) k loop
            if v_key.given is not null then
                v_result := v_result || jsonb_strip_nulls(jsonb_build_object(v_key.key, thing.check_argument(
                    format('%s: %s', p_where, v_key.key), v_key.schema, v_key.given, p_type, p_params, p_fields)));
            elsif not coalesce((v_key.schema ->> 'optional')::boolean, false) then
                v_problem := format('needs the key %s', v_key.key);
            end if;
        end loop;
    end if;
    if v_problem is null then
        select format('with %s needs %s', k.key, k.value ->> 'needs') into v_problem
          from jsonb_each(v_keys) k
         where v_result ? k.key and not v_result ? (k.value ->> 'needs')
         limit 1;
    end if;
    if v_problem is null then
        select format('wants %s at most %s', k.key, k.value ->> 'atMost') into v_problem
          from jsonb_each(v_keys) k
         where v_result -> k.key > v_result -> (k.value ->> 'atMost')   -- numbers, both of them
         limit 1;
    end if;
    if v_problem is not null then
        perform thing.fail('INVALID_RULE', format('%s %s', p_where, v_problem),
            jsonb_build_object('argument', p_argument));
    end if;
    return v_result;
end
$$;
comment on function thing.check_keys_of(text, jsonb, jsonb, text, jsonb, jsonb) is
    'Check an object argument key by key. Internal.';
revoke all on function thing.check_keys_of(text, jsonb, jsonb, text, jsonb, jsonb) from public;

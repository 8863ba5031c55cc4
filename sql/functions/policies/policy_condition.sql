-- A condition of a policy of a class: from the names of the API to how it is stored, or back (p_stored: as it is stored
-- now). Checked on the way: it is a filter of GraphQL, of and, or, not, some, every, none and operators, whose values
-- may be claims. An object that says nothing is refused, but for {} as a whole: null. Runs inside the tenant's schema.
-- Errors: TB022 UNKNOWN_FIELD, TB02B INVALID_POLICY, TB034 DEPENDENCY.
create or replace function thing.policy_condition(p_class_id integer, p_condition jsonb, p_stored boolean)
returns jsonb
language plpgsql
stable
as $$
declare
    v_key record;
    v_source record;
    v_value jsonb;
    v_result jsonb := '{}';
begin
    if p_condition is null or p_condition in ('null', '{}') then
        return null;
    elsif jsonb_typeof(p_condition) <> 'object' then
        perform thing.fail('INVALID_POLICY', 'a condition must be a JSON object', p_condition);
    end if;
    for v_key in select k.key, k.value from jsonb_each(p_condition) k loop
        if v_key.value in ('{}', '[]', 'null') then
            perform thing.fail('INVALID_POLICY', format('%s says nothing in a condition', v_key.key), p_condition);
        elsif v_key.key in ('and', 'or') then
            if jsonb_typeof(v_key.value) <> 'array'
               or exists (select from jsonb_array_elements(v_key.value) i
                           where jsonb_typeof(i) <> 'object' or i = '{}') then
                perform thing.fail('INVALID_POLICY', format('%s needs a list of conditions', v_key.key), p_condition);
            end if;
            v_value := (select jsonb_agg(thing.policy_condition(p_class_id, i.value, p_stored) order by i.ordinality)
                          from jsonb_array_elements(v_key.value) with ordinality i);
            v_result := v_result || jsonb_build_object(v_key.key, v_value);
            continue;
        elsif v_key.key = 'not' then
            v_result := v_result || jsonb_build_object('not',
                thing.policy_condition(p_class_id, v_key.value, p_stored));
            continue;
        end if;
        select s.* into v_source from thing.policy_source(p_class_id, v_key.key, p_stored) s;
        v_value := v_key.value;
        if jsonb_typeof(v_value) <> 'object' then
            perform thing.fail('INVALID_POLICY', format('%s needs an object in a condition', v_source.name), v_value);
        elsif v_source.kind = 'list' then
            if v_value - array['some', 'every', 'none'] <> '{}'
               or jsonb_path_exists(v_value, '$.* ? (@.type() != "object")') or '{}' in (
                  select q.value from jsonb_each(v_value) q where q.key = 'every') then
                perform thing.fail('INVALID_POLICY',
                    format('%s takes some, every and none in a policy, each with a condition', v_source.name), v_value);
            end if;
            v_value := (select jsonb_object_agg(q.key,
                                   coalesce(thing.policy_condition(v_source.target, q.value, p_stored), '{}'))
                          from jsonb_each(v_value) q);
        elsif v_source.kind = 'reference' then
            if v_value ? 'isNull' and jsonb_typeof(v_value -> 'isNull') <> 'boolean' then
                perform thing.fail('INVALID_POLICY', format('isNull of %s must be true or false', v_source.name),
                    v_value);
            end if;
            v_value := coalesce(thing.policy_condition(v_source.target, v_value - 'isNull', p_stored), '{}')
                || case when v_value ? 'isNull' then jsonb_build_object('isNull', v_value -> 'isNull') else '{}' end;
        else
            perform thing.policy_operators(v_source.name, v_source.type, v_source.params, v_source.searchable, v_value);
        end if;
        v_result := v_result || jsonb_build_object(case when p_stored then v_source.name else v_source.stored end,
            v_value);
    end loop;
    return v_result;
end
$$;
comment on function thing.policy_condition(integer, jsonb, boolean) is
    'A condition of a policy, by names or as it is stored. Internal.';
revoke all on function thing.policy_condition(integer, jsonb, boolean) from public;

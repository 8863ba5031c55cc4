-- What a broken rule says: the tenant's own message, or the registry's template. p_rule: an item of
-- thing.compiled_rules.
create or replace function thing.rule_message(p_rule jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rule record;
    v_argument jsonb := p_rule -> 'argument';
    v_values jsonb;
    v_words constant jsonb :=
        '{"eq": "equal to", "ne": "different from", "lt": "less than", "lte": "at most", "gt": "greater than", "gte": '
        '"at least"}';
begin
    if p_rule ->> 'message' is not null then
        return p_rule ->> 'message';
    end if;
    select r.message, r.argument ->> 'kind' as kind, r.argument -> 'keys' as keys into strict v_rule from thing.rules r
     where r.name = p_rule ->> 'rule';
    v_values := jsonb_build_object('check', p_rule ->> 'check', 'argument', case
        when v_rule.kind = 'format' then (select f.expects from thing.formats f where f.name = v_argument #>> '{}')
        when jsonb_typeof(v_argument) = 'array' and jsonb_array_length(v_argument) > 20 then jsonb_array_length(
            v_argument) || ' values'
        when jsonb_typeof(v_argument) = 'array' then (
            select string_agg(a.item, ', ' order by a.n)
              from jsonb_array_elements_text(v_argument) with ordinality as a (item, n))
        else v_argument #>> '{}' end);
    if v_rule.kind = 'object' then
        v_values := v_values || coalesce((select jsonb_object_agg(k.key, k.value -> 'default')
                                            from jsonb_each(v_rule.keys) k where k.value ? 'default'), '{}')
            || v_argument || jsonb_strip_nulls(jsonb_build_object('operator', v_words -> (v_argument ->> 'operator')));
    end if;
    return regexp_replace(thing.render(v_rule.message, v_values), '\m1 (character|item|digit)s\M', '1 \1', 'g');
end
$$;
comment on function thing.rule_message(jsonb) is 'The message of a broken rule. Internal.';
revoke all on function thing.rule_message(jsonb) from public;

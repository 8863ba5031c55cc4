-- Refuses rules that no value could satisfy (min above max, ...): thing.rules.upper names the pairs. A date relative to
-- now is compared only with another one: against a fixed date it depends on the day. Errors: TB025 INVALID_RULE.
create or replace function thing.check_bounds(p_where text, p_type text, p_rules jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_pair record;
    v_type thing.field_types := thing.field_type(p_type);
    v_holds boolean;
begin
    if (select count(*) from jsonb_object_keys(p_rules)) < 2 then
        return;
    end if;
    for v_pair in
        select r.name as lower, u.key as upper, u.value as operator,
               r.argument as lower_schema, s.argument as upper_schema,
               (thing.rule_argument(p_rules -> r.name)).argument as low,
               (thing.rule_argument(p_rules -> u.key)).argument as high
          from jsonb_object_keys(p_rules) as k (name)
          join thing.rules r on r.name = k.name
          cross join jsonb_each_text(r.upper) as u (key, value)
          join thing.rules s on s.name = u.key
         where p_rules ? u.key
    loop
        continue when v_pair.low = 'null' or v_pair.high = 'null'
            or (thing.moment_sql(v_pair.low #>> '{}', p_type) is null)
               <> (thing.moment_sql(v_pair.high #>> '{}', p_type) is null);
        -- Two numbers compare as JSON; anything else as values of its type.
        if jsonb_typeof(v_pair.low) = 'number' and jsonb_typeof(v_pair.high) = 'number' then
            v_holds := case v_pair.operator when '<' then v_pair.low < v_pair.high else v_pair.low <= v_pair.high end;
        else
            execute format('select %s %s %s',
                thing.argument_sql(v_pair.lower_schema, v_pair.low, v_type, '{}'), v_pair.operator,
                thing.argument_sql(v_pair.upper_schema, v_pair.high, v_type, '{}')) into v_holds;
        end if;
        if not v_holds then
            perform thing.fail('INVALID_RULE', format('%s: no value could satisfy both %s %s and %s %s',
                    p_where, v_pair.lower, v_pair.low #>> '{}', v_pair.upper, v_pair.high #>> '{}'),
                jsonb_build_object(v_pair.lower, v_pair.low, v_pair.upper, v_pair.high));
        end if;
    end loop;
end
$$;
comment on function thing.check_bounds(text, text, jsonb) is 'Refuse rules that contradict each other. Internal.';
revoke all on function thing.check_bounds(text, text, jsonb) from public;

-- Operators over (value, rules), both jsonb, for use in queries:
--   value operator(thing.|=) rules    the value satisfies the rules (logic's "models" sign)
--   value operator(thing.|!) rules    the violations, a JSON list
-- Whole tables are checked faster by thing.violating_rows, which compiles the rules once.
do $$
begin
    if to_regoperator('thing.|=(jsonb,jsonb)') is null then
        create operator thing.|= (leftarg = jsonb, rightarg = jsonb, function = thing.satisfies);
    end if;
    if to_regoperator('thing.|!(jsonb,jsonb)') is null then
        create operator thing.|! (leftarg = jsonb, rightarg = jsonb, function = thing.value_violations);
    end if;
end
$$;
comment on operator thing.|= (jsonb, jsonb) is 'value |= rules: the value satisfies the field rules.';
comment on operator thing.|! (jsonb, jsonb) is 'value |! rules: the violations, as a JSON list.';

-- The rules of a class as one boolean expression over "new": FALSE for a row that breaks one, TRUE or NULL otherwise; null when there is
-- nothing to check. The same metadata always give the same text. Refuses rules that contradict each other once inherited ones are in.
-- Runs inside the tenant's schema. Errors: TB025 INVALID_RULE, TB027 EXTENSION_MISSING, TB034 DEPENDENCY.
create or replace function thing.class_predicate_sql(p_class_id integer)
returns text
language plpgsql
volatile
as $$
declare
    v_rules jsonb := thing.compiled_rules(p_class_id);
    v_field record;
begin
    for v_field in
        select r ->> 'field' as name, r ->> 'type' as type, jsonb_object_agg(r ->> 'rule', r -> 'argument') as rules
          from jsonb_array_elements(v_rules) r
         where r -> 'check' = 'null'
         group by 1, 2
    loop
        -- Also judges arguments of a class's rules for all fields against the types they meet.
        perform thing.check_effective_arguments(v_field.name, v_field.type, v_field.rules);
        perform thing.check_bounds('field ' || v_field.name, v_field.type, v_field.rules);
    end loop;
    return (select string_agg(format('(%s)', r.item ->> 'predicate'), ' and ' order by r.n)
              from jsonb_array_elements(v_rules) with ordinality as r (item, n));
end
$$;
comment on function thing.class_predicate_sql(integer) is 'The rules of a class as one boolean SQL expression over new. Internal.';
revoke all on function thing.class_predicate_sql(integer) from public;

-- The rules of a class as one boolean expression over "new": FALSE for a row that breaks one, TRUE or NULL otherwise;
-- null when there is nothing to check. The same metadata always give the same text. Refuses rules that contradict each
-- other once inherited ones are in. Runs inside the tenant's schema. Errors: TB025 INVALID_RULE, TB027
-- EXTENSION_MISSING, TB034 DEPENDENCY.
create or replace function thing.class_predicate_sql(p_class_id integer)
returns text
language plpgsql
volatile
as $$
declare
    v_rules jsonb := thing.compiled_rules(p_class_id);
    v_rule record;
begin
    for v_rule in
        select r ->> 'field' as field, r ->> 'type' as type, g.name, g.argument as schema, r -> 'argument' as argument
          from jsonb_array_elements(v_rules) r
          join thing.rules g on g.name = r ->> 'rule'
         where (r ->> 'wide')::boolean and g.argument ->> 'kind' in ('value', 'values')
    loop
        -- A rule for all fields may meet a field that came later, of a type that its argument does not suit.
        perform thing.check_argument(format('field %s: rule %s', v_rule.field, v_rule.name), v_rule.schema,
            v_rule.argument, v_rule.type, '{}', '{}');
    end loop;
    perform thing.check_bounds('field ' || (r ->> 'field'), r ->> 'type',
        jsonb_object_agg(r ->> 'rule', r -> 'argument'))
       from jsonb_array_elements(v_rules) r
       join thing.rules g on g.name = r ->> 'rule'
      where r -> 'check' = 'null' and g.argument ->> 'kind' in ('value', 'integer')
      group by r ->> 'field', r ->> 'type'
     having count(*) > 1;
    return thing.predicates_sql(v_rules);
end
$$;
comment on function thing.class_predicate_sql(integer) is
    'The rules of a class as one boolean SQL expression over new. Internal.';
revoke all on function thing.class_predicate_sql(integer) from public;

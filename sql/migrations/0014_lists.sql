-- Rules that a row breaks are told with the item of the list that breaks them.
drop function thing.describe_violations(jsonb, integer[]);
drop function thing.still_judged(jsonb, integer[], jsonb, jsonb);
drop function thing.effective_rules_of(integer);
drop function thing.effective_rules_of_many(integer[]);

-- oneOf of a list is a rule of its items now.
do $$
declare
    v_schema text;
begin
    for v_schema in select t.schema_name from thing.tenants t order by t.id loop
        execute format($sql$
            update %I.thing_class_fields f
               set validation_rules = f.validation_rules - 'oneOf' || jsonb_build_object('items', jsonb_build_object('oneOf', f.validation_rules -> 'oneOf'))
             where f.type = 'multiselect' and f.validation_rules ? 'oneOf'$sql$, v_schema);
    end loop;
end
$$;

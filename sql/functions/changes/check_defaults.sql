-- Fails where a default breaks a rule that holds for its field, in any of these classes: each create without the field
-- would fail. One that was so before (a tenant of an older core) is left alone while nothing about it changes. Rules
-- across fields are judged when a thing is written. Runs inside the tenant's schema. Errors: TB028 INVALID_DEFAULT.
create or replace function thing.check_defaults(p_classes integer[])
returns void
language plpgsql
as $$
declare
    v_class record;
    v_rules jsonb;
    v_failing thing.broken_rule[];
    v_bad record;
begin
    for v_class in
        select c.id, c.name, c.entry::jsonb as entry
          from thing_classes c
         where c.id = any (p_classes) and c.dropped_version is null
           and exists (select from thing_class_fields f
                        where f.class_id = c.id and f.dropped_version is null and f.default_value is not null)
         order by c.id
    loop
        select jsonb_agg(r.value) into v_rules
          from jsonb_array_elements(thing.compiled_rules(v_class.id)) r
          join thing_class_fields f on f.class_id = v_class.id and f.physical_name = r.value ->> 'column'
           and f.dropped_version is null and f.default_value is not null
         where r.value -> 'check' = 'null'
           and not exists (
               select from jsonb_array_elements(v_class.entry -> 'fields') e
                where (e.value ->> 'id')::integer = f.id and e.value -> 'default' = f.default_value
                  and e.value ->> 'type' = f.type
                  and e.value -> 'params' = f.params
                  and case when r.value ? 'places' then e.value #> array['rules', 'items', r.value ->> 'rule']
                           else e.value -> 'rules' -> (r.value ->> 'rule') end = r.value -> 'argument');
        continue when v_rules is null;
        execute format('select %s from (select %s) as new', thing.failing_sql(v_rules), thing.row_sql(v_class.id))
           into v_failing using thing.default_values(v_class.id);
        select v.value ->> 'field' as field, v.value ->> 'rule' as rule, v.value ->> 'message' as message into v_bad
          from jsonb_array_elements(thing.describe_violations(v_rules, v_failing)) v
         limit 1;
        if found then
            perform thing.fail('INVALID_DEFAULT',
                format('the default of %s.%s %s', v_class.name, v_bad.field, v_bad.message),
                jsonb_build_object('class', v_class.name, 'field', v_bad.field, 'rule', v_bad.rule),
                'Give it a default that keeps the rules, or none (null).');
        end if;
    end loop;
end
$$;
comment on function thing.check_defaults(integer[]) is 'Fail where a default breaks a rule of its field. Internal.';
revoke all on function thing.check_defaults(integer[]) from public;

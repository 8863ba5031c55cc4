-- Public: which field rules does a JSON value break? The field's type is rules ->> 'type', or follows from the JSON:
-- text, decimal, boolean, json for arrays and objects. Behind the operators thing.|= and thing.|!.
-- Errors: TB023, TB024, TB025, TB026, TB027. Definer: callers have no rights on the registries' helpers; the SQL that it runs is
-- made of registry templates and quoted literals.
create or replace function thing.value_violations(p_value jsonb, p_rules jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type text := coalesce(p_rules ->> 'type',
        case jsonb_typeof(p_value) when 'number' then 'decimal' when 'boolean' then 'boolean' when 'array' then 'json' when 'object' then 'json' else 'text' end);
    v_problem text := thing.check_value(v_type, '{}', p_value);
    v_rules jsonb;
    v_failing integer[];
begin
    select coalesce(jsonb_agg(jsonb_build_object('field', null, 'rule', r.key, 'argument', g.argument, 'message', g.message,
               'predicate', thing.rule_sql(r.key, g.argument, jsonb_build_object('type', v_type, 'value', 'new.value'), '{}')) order by d.position), '[]')
      into v_rules
      from jsonb_each(thing.check_field_rules(v_type, '{}', p_rules - 'type')) r
      join thing.rules d on d.name = r.key and d.predicate is not null
      cross join thing.rule_argument(r.value) g
     where g.argument <> 'null';
    if v_problem is not null then
        return jsonb_build_array(thing.violation(null, 'type', v_problem, jsonb_build_object('type', v_type)));
    elsif v_rules = '[]' then
        return v_rules;
    end if;
    execute format('select %s from (select %s as value) as new', thing.failing_sql(v_rules), thing.from_json_sql(v_type, '{}', '$1'))
       into v_failing using p_value;
    return thing.describe_violations(v_rules, v_failing);
end
$$;
comment on function thing.value_violations(jsonb, jsonb) is
    'Field rules that a JSON value breaks. Example: select thing.value_violations(''"a"'', ''{"minLength": 2, "format": "email"}'').';
revoke all on function thing.value_violations(jsonb, jsonb) from public;
grant execute on function thing.value_violations(jsonb, jsonb) to thing_admin, thing_tenant;

-- The interpreter: which rules of its class does a row (jsonb keyed by column) break? [{"field", "rule", "message",
-- "params"}], empty when it breaks none. Same registry rows, same predicates as the trigger's WHEN, one by one. p_old:
-- the row before an update; a rule relative to now is not judged again for a value that stays. The values must fit
-- their types (thing.validate sees to that). Runs inside the tenant's schema.
create or replace function thing.violations(p_class_id integer, p_row jsonb, p_old jsonb default null)
returns jsonb
language plpgsql
volatile
as $$
declare
    v_rules jsonb := thing.compiled_rules(p_class_id);
    v_failing thing.broken_rule[];
begin
    if v_rules = '[]' then
        return v_rules;
    end if;
    execute format('select %s from (select %s) as new', thing.failing_sql(v_rules),
        thing.row_sql(p_class_id)) into v_failing using p_row;
    return thing.describe_violations(v_rules, thing.still_judged(v_rules, v_failing, p_old, p_row));
end
$$;
comment on function thing.violations(integer, jsonb, jsonb) is 'Every rule that a row of a class breaks. Internal.';
revoke all on function thing.violations(integer, jsonb, jsonb) from public;

-- BEFORE ROW trigger function, called only for a row that the trigger's WHEN found to break a rule. Argument: the
-- class's id. Says which rules, all at once. Errors: TB001 VALIDATION_FAILED; DETAIL is [{"field", "rule", "message",
-- "params"}]. SECURITY DEFINER: the role that writes a row needs no rights on the metadata. It enters the schema of the
-- table it fires on. A rule relative to now (a date not before today) is judged when its value is written, not again at
-- later updates of other fields.
create or replace function thing.raise_violations()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_class record;
    v_failing thing.broken_rule[];
    v_violations jsonb;
begin
    perform set_config('search_path', thing.tenant_path(tg_table_schema), true);
    -- What the last migration compiled, so that a report costs one look-up.
    select c.name, coalesce(c.compiled, thing.compiled_rules(c.id)) as rules into strict v_class
      from thing_classes c where c.id = tg_argv[0]::integer;
    execute format('select %s from (select ($1).*) as new', thing.failing_sql(v_class.rules)) into v_failing using new;
    if tg_op = 'UPDATE' then
        v_failing := thing.still_judged(v_class.rules, v_failing, to_jsonb(old), to_jsonb(new));
        if v_failing = '{}' then
            return new;
        end if;
    end if;
    v_violations := thing.describe_violations(v_class.rules, v_failing);
    perform thing.fail('VALIDATION_FAILED', thing.violations_message(v_class.name, v_violations), v_violations);
    return null;
end
$$;
comment on function thing.raise_violations() is
    'Trigger function: reports every rule that the row breaks. Called by the trigger "validate" of each class.';
revoke all on function thing.raise_violations() from public;

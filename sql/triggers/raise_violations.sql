-- BEFORE ROW trigger function, called only for a row that the trigger's WHEN found to break a rule. Argument: the class's id.
-- Says which rules, all at once. Errors: TB001 VALIDATION_FAILED; DETAIL is [{"field", "rule", "message", "params"}].
-- SECURITY DEFINER: whoever writes a row needs no rights on the metadata. It enters the schema of the table it fires on.
-- A rule relative to now (a date not before today) is judged when its value is written, not again at later updates of other fields.
create or replace function thing.raise_violations()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_class integer := tg_argv[0]::integer;
    v_rules jsonb;
    v_failing integer[];
    v_unchanged text[] := '{}';
    v_violations jsonb;
begin
    perform set_config('search_path', thing.tenant_path(tg_table_schema), true);
    v_rules := thing.compiled_rules(v_class);
    if v_rules = '[]' then
        return new;
    end if;
    execute format('select %s from (select ($1).*) as new', thing.failing_sql(v_rules)) into v_failing using new;
    if tg_op = 'UPDATE' then
        select array_agg(n.key) into v_unchanged
          from jsonb_each(to_jsonb(new)) n
         where n.value = to_jsonb(old) -> n.key;
        v_failing := array(select f from unnest(v_failing) f
                            where not ((v_rules -> (f - 1) ->> 'relative')::boolean and v_rules -> (f - 1) ->> 'column' = any (v_unchanged)));
    end if;
    if v_failing = '{}' then
        return new;
    end if;
    v_violations := thing.describe_violations(v_rules, v_failing);
    perform thing.fail('VALIDATION_FAILED', thing.violations_message((select c.name from thing_classes c where c.id = v_class), v_violations), v_violations);
    return null;
end
$$;
comment on function thing.raise_violations() is 'Trigger function: reports every rule that the row breaks. Called by the trigger "validate" of each class.';
revoke all on function thing.raise_violations() from public;

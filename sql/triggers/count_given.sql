-- BEFORE ROW trigger function, called only for a row that is given a number ahead of its sequence: goes on behind that.
-- One of a period that has not begun is refused: it would be met when that has. Arguments: column, type and default of
-- each field that counts up. Definer: tenants may take numbers, not set them. It enters the schema of the table it
-- fires on. Errors: TB001 VALIDATION_FAILED.
create or replace function thing.count_given()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_field record;
    v_number bigint;
    v_start bigint;
    v_violations jsonb;
begin
    perform set_config('search_path', thing.tenant_path(tg_table_schema), true);
    for v_field in
        select tg_argv[i] as column_name, tg_argv[i + 1] as type, d.value ->> 'sequence' as pattern,
               coalesce(d.value ->> 'zone', 'UTC') as zone, d.value -> 'gapless' = 'true' as gapless,
               thing.counter_name(d.value) as counter
          from generate_series(0, tg_nargs - 1, 3) i
          cross join lateral (select tg_argv[i + 2]::jsonb as value) d
    loop
        execute format('select %s', thing.number_position_sql(v_field.type, v_field.pattern, '($1)'))
           into v_number using to_jsonb(new) ->> v_field.column_name;
        v_start := thing.period_start(v_field.pattern, v_field.zone);
        if v_start > 0 and v_number / 100000000000 > v_start / 100000000000 then
            v_violations := jsonb_build_array(thing.violation(
                (thing.field_names(tg_table_name, array[v_field.column_name]))[1], 'sequence',
                'is a number of a period that has not begun',
                jsonb_build_object('sequence', v_field.pattern)));
            perform thing.fail('VALIDATION_FAILED', thing.violations_message(coalesce(   -- a shard has another name
                (select c.name from thing_classes c where 'tc_' || c.physical_name = tg_table_name),
                tg_table_name), v_violations), v_violations);
        elsif v_number is null then
            continue;
        elsif v_field.gapless then
            perform thing.gapless_number('thing_numbers'::text::regclass, v_field.counter, v_field.pattern,
                v_field.zone, v_number);
        else
            perform thing.count_from(v_field.counter::regclass, v_number);
        end if;
    end loop;
    return new;
end
$$;
comment on function thing.count_given() is
    'Trigger function: a sequence goes on behind a number that is given. Called by the trigger "count_given" of '
    'classes.';
revoke all on function thing.count_given() from public;

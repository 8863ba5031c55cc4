-- What thing.validate_many finds in elements p_from to p_to of the list p_things: each rule and each unique key is
-- looked at for all of them at once. Runs inside the tenant's schema. Errors: whatever a value raises that does not fit
-- its type.
create or replace function thing.validate_rows(
    p_class_id integer, p_rules jsonb, p_things jsonb, p_from integer, p_to integer)
returns table (n integer, violations jsonb)
language plpgsql
volatile
as $$
declare
    v_fields jsonb := thing.class_fields(p_class_id);
    v_defaults jsonb := thing.default_values(p_class_id);
    v_rows text;
    v_unique record;
begin
    if v_fields = '{}' then
        return;
    end if;
    select format(
               'select e.n as "#n", %s from jsonb_array_elements($1) with ordinality e (item, n) where e.n between $2 '
               'and $3',
               string_agg(format('cast(%s as %s) as %I',
                   thing.from_json_sql(f.value ->> 'type', f.value -> 'params',
                       case when v_defaults ? (f.value ->> 'column')
                           then format('(case when e.item ? %1$L then e.item -> %1$L else %2$L::jsonb end)', f.key,
                               v_defaults -> (f.value ->> 'column'))
                           else format('(e.item -> %L)', f.key) end),
                   thing.column_type(f.value ->> 'type', f.value -> 'params'), f.value ->> 'column'), ', '))
      into v_rows from jsonb_each(v_fields) f;
    return query execute format($sql$
        with given as materialized (%s)     -- or values that no rule reads would not be looked at
        select new."#n"::integer, thing.describe_violations($4, f.failing)
          from given new
          cross join lateral (select %s) f (failing)
         where f.failing <> '{}'
            or new."#n" is null    -- (never; but without any rule the values would not be looked at)$sql$,
        v_rows, thing.failing_sql(p_rules))
        using p_things, p_from, p_to, p_rules;
    for v_unique in
        select u.field, u.name, u.message, string_agg(quote_ident(f.physical_name), ', ' order by f.id) as columns,
               string_agg(thing.compared_sql(f.type, quote_ident(f.physical_name)), ', ' order by f.id) as keys,
               string_agg(thing.compared_sql(f.type, format('t.%I', f.physical_name)), ', ' order by f.id) as theirs,
               string_agg(thing.compared_sql(f.type, format('k.%I', f.physical_name)), ', ' order by f.id) as ours
          from (select e.field_name as field, null::text as name, array[e.field_id] as field_ids, e.message
                  from thing.effective_rules_of(p_class_id) e
                 where e.rule = 'unique'
                union all
                select null, u.name, u.field_ids, null
                  from thing_class_uniques u
                 where u.class_id = p_class_id and u.dropped_version is null) u
          join thing_class_fields f on f.id = any (u.field_ids)
         group by u.field, u.name, u.message
    loop
        return query execute format($sql$
            with known as (
                select k."#n", row_number() over (partition by %7$s order by k."#n") as "#nth", %1$s
                  from (%2$s) k where num_nulls(%1$s) = 0)
            select k."#n"::integer, $4 from known k
             where k."#nth" > 1 or exists (select from %3$I.%4$I t where (%5$s) = (%6$s))$sql$,
            v_unique.columns, v_rows, current_schema(), thing.table_name(p_class_id),
            v_unique.theirs, v_unique.ours, v_unique.keys)
            using p_things, p_from, p_to, jsonb_build_array(thing.violation(v_unique.field, 'unique',
                coalesce(v_unique.message, 'must be unique'
                    || case when v_unique.field is null then format(' (%s)', v_unique.name) else '' end),
                jsonb_strip_nulls(jsonb_build_object('unique', v_unique.name))));
    end loop;
    return query select r.n, r.violations from thing.missing_references(p_class_id, p_things, p_from, p_to) r;
end
$$;
comment on function thing.validate_rows(integer, jsonb, jsonb, integer, integer) is
    'Violations of many things, in a few statements. Internal.';
revoke all on function thing.validate_rows(integer, jsonb, jsonb, integer, integer) from public;

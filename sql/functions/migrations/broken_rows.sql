-- How many rows of a class the coming rules newly break, of all or (p_ids_sql) of some: [{class, rows, ids: up to 10,
-- violations: [{field, rule, message, params, rows}]}], [] when none. Which rules they are is looked up in a second
-- scan, which only a conflict costs. Runs inside the tenant's schema.
create or replace function thing.broken_rows(p_class_id integer, p_ids_sql text default null)
returns jsonb
language plpgsql
as $$
declare
    v_query text := thing.broken_rows_sql(p_class_id, p_ids_sql);
    v_broken record;
    v_rules jsonb;
    v_violations jsonb;
begin
    if v_query is null then
        return '[]';
    end if;
    execute format('select count(*) as rows, (array_agg(b.id))[1:10] as ids from (%s) b', v_query) into v_broken;
    if v_broken.rows = 0 then
        return '[]';
    end if;
    v_rules := thing.compiled_rules(p_class_id);
    execute format('select jsonb_agg(v.violation || jsonb_build_object(''rows'', f.rows) order by f.rule)
                      from (select n.rule, count(distinct new.id) as rows from (%s) new
                             cross join lateral unnest(%s) n (rule, item) group by n.rule) f
                     cross join lateral jsonb_array_elements(thing.describe_violations(
                               $1, array[row(f.rule, null)::thing.broken_rule])) v (violation)',
        v_query, thing.failing_sql(v_rules)) into v_violations using v_rules;
    return jsonb_build_array(jsonb_build_object('class', (select c.name from thing_classes c where c.id = p_class_id),
        'rows', v_broken.rows, 'ids', to_jsonb(v_broken.ids), 'violations', coalesce(v_violations, '[]')));
end
$$;
comment on function thing.broken_rows(integer, text) is
    'Count rows of a class that the coming rules newly break. Internal.';
revoke all on function thing.broken_rows(integer, text) from public;

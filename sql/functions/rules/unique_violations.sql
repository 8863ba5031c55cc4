-- Unique fields and combinations whose values (p_row: jsonb keyed by column) another thing has already. An absent value
-- clashes with none. Runs inside the tenant's schema.
create or replace function thing.unique_violations(p_class_id integer, p_row jsonb, p_id uuid)
returns jsonb
language plpgsql
stable
as $$
declare
    v_unique record;
    v_taken boolean;
    v_result jsonb := '[]';
begin
    for v_unique in
        select e.field_name as field, null::text as name, array[e.field_id] as field_ids, e.message
          from thing.effective_rules_of(p_class_id) e
         where e.rule = 'unique'
        union all
        select null, u.name, u.field_ids, null
          from thing_class_uniques u
         where u.class_id = p_class_id and u.dropped_version is null
    loop
        execute (
            select format('select exists (select from %I.%I t where (%s) and t.id is distinct from $2)',
                       current_schema(), thing.table_name(p_class_id),
                       string_agg(format('%s = %s', thing.compared_sql(f.type, format('t.%I', f.physical_name)),
                           thing.compared_sql(f.type, format('cast(%s as %s)',
                               thing.from_json_sql(f.type, f.params, format('($1 -> %L)', f.physical_name)),
                               thing.column_type(f.type, f.params)))), ' and '))
              from thing_class_fields f
             where f.id = any (v_unique.field_ids)) into v_taken using p_row, p_id;
        if v_taken then
            v_result := v_result || thing.violation(v_unique.field, 'unique',
                coalesce(v_unique.message, 'must be unique'
                    || case when v_unique.field is null then format(' (%s)', v_unique.name) else '' end),
                jsonb_strip_nulls(jsonb_build_object('unique', v_unique.name)));
        end if;
    end loop;
    return v_result;
end
$$;
comment on function thing.unique_violations(integer, jsonb, uuid) is
    'Unique fields and combinations that are taken. Internal.';
revoke all on function thing.unique_violations(integer, jsonb, uuid) from public;

-- Existing rows of a class that stand in the way of its coming uniques: [{class, rows, ids: up to 10, violations:
-- [{field: null for a combination, rule: "unique", message, params: {fields}, rows}]}]. Runs inside the tenant's
-- schema, before any lock is taken.
create or replace function thing.duplicate_rows(p_class_id integer)
returns jsonb
language plpgsql
as $$
declare
    v_table text := thing.table_name(p_class_id);
    v_class text := (select c.name from thing_classes c where c.id = p_class_id);
    v_unique record;
    v_duplicates record;
    v_fields text[];
    v_result jsonb := '[]';
begin
    for v_unique in
        select d.columns, (select string_agg(quote_ident(c), ', ') from unnest(d.columns) c) as list,
               substring(d.definition from '\((.*)\)$') as keys
          from thing.desired_objects(p_class_id) d
         where d.kind = 'unique' and to_regclass(quote_ident(v_table)) is not null
           and not exists (select from thing.actual_objects(p_class_id) a
                            where a.kind = 'unique' and a.signature = d.signature)
           and cardinality(d.columns) = (select count(*) from pg_attribute a
                                          where a.attrelid = to_regclass(quote_ident(v_table))
                                            and a.attname = any (d.columns) and not a.attisdropped)
         order by d.name
    loop
        execute format('select sum(cardinality(d.ids)) as rows, (array_agg(d.ids[1:2]))[1:5] as ids
                          from (select array_agg(t.id) as ids from %I.%I t where num_nulls(%s) = 0
                                 group by %s having count(*) > 1) d',
            current_schema(), v_table, v_unique.list, v_unique.keys) into v_duplicates;
        if v_duplicates.rows > 0 then
            v_fields := thing.field_names(v_table, v_unique.columns);
            v_result := v_result || jsonb_build_object('class', v_class, 'rows', v_duplicates.rows,
                'ids', (select jsonb_agg(i) from unnest(v_duplicates.ids) i),
                'violations', jsonb_build_array(thing.violation(
                    case when cardinality(v_fields) = 1 then v_fields[1] end, 'unique', 'must be unique',
                    jsonb_build_object('fields', v_fields)) || jsonb_build_object('rows', v_duplicates.rows)));
        end if;
    end loop;
    return v_result;
end
$$;
comment on function thing.duplicate_rows(integer) is
    'Existing rows that stand in the way of the coming uniques of a class. Internal.';
revoke all on function thing.duplicate_rows(integer) from public;

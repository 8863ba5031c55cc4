-- The query (all columns) for rows of a class that pass the rules installed now but break those that are to come;
-- columns that are not there yet count with their defaults, or with what a change of type makes of the old one. Null
-- when there is nothing to check. p_ids_sql narrows it to some ids. Runs inside the tenant's schema.
create or replace function thing.broken_rows_sql(p_class_id integer, p_ids_sql text default null)
returns text
language plpgsql
stable
as $$
declare
    v_table text := thing.table_name(p_class_id);
    v_old text := (select nullif(c.predicate, '') from thing_classes c where c.id = p_class_id);
    v_new text;
    v_columns text;
begin
    if to_regclass(quote_ident(v_table)) is null then
        return null;
    end if;
    v_new := nullif(thing.class_predicate_sql(p_class_id), '');
    if v_new is null or v_new = v_old then
        return null;
    end if;
    select string_agg(format(', %s::%s as %I', coalesce('case when ' || c.guard || ' then ' || c.value || ' end',
               thing.default_sample(f.type, f.params, f.default_value)),
               thing.column_type(f.type, f.params), f.physical_name), '')
      into v_columns
      from thing_class_fields f
      left join lateral (
        select o.type, o.physical_name from thing_class_fields o
         where o.class_id = f.class_id and o.pending ->> 'superseded' = f.id::text
           and exists (select from pg_attribute a where a.attrelid = to_regclass(quote_ident(v_table))
                          and a.attname = o.physical_name and not a.attisdropped)
         order by o.dropped_version desc, o.id desc limit 1) o on true
      left join lateral thing.conversion_sql(o.type, f.type, f.params, 't.' || quote_ident(o.physical_name), (
        select r -> 'renamed' from jsonb_array_elements(thing.option_renames(p_class_id)) r
         where r ->> 'column' = f.physical_name and r ->> 'source' = o.physical_name)) c on true
     where f.class_id = p_class_id and f.type <> 'references'
       and not exists (select from pg_attribute a
                        where a.attrelid = to_regclass(quote_ident(v_table)) and a.attname = f.physical_name
                          and not a.attisdropped);
    return format('select new.* from (select t.*%s from %I.%I t%s) new where not (%s)%s',
        v_columns, current_schema(), v_table, ' where t.id = any (array(' || p_ids_sql || '))', v_new,
        ' and coalesce((' || v_old || '), true)');
end
$$;
comment on function thing.broken_rows_sql(integer, text) is
    'Query for rows that the coming rules newly break. Internal.';
revoke all on function thing.broken_rows_sql(integer, text) from public;

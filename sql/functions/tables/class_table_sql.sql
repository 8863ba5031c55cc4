-- The `create table` of a class: system columns, then a column for each field, hidden ones too (but not computed ones
-- that are hidden or not stored). Each page keeps a tenth free, so that an update finds room beside the row that it
-- replaces and need not touch the indexes. Runs inside the tenant's schema.
create or replace function thing.class_table_sql(p_class_id integer)
returns text
language plpgsql
stable
as $$
begin
    return (
        select format(E'create table %I.%I (\n    %s\n) with (fillfactor = 90)', current_schema(),
            'tc_' || c.physical_name, concat_ws(E',\n    ', thing.system_columns_sql(c.physical_name),
                (select string_agg(thing.column_sql(f.id), E',\n    ' order by f.position, f.id)
                   from thing_class_fields f
                  where f.class_id = c.id and f.type <> 'references' and thing.has_column(f.expression, f.inlined,
                           f.dropped_version))))
          from thing_classes c
         where c.id = p_class_id);
end
$$;
comment on function thing.class_table_sql(integer) is 'CREATE TABLE of a class. Internal.';
revoke all on function thing.class_table_sql(integer) from public;

-- Select list that makes a row of a class's live fields, by column name, out of the jsonb parameter $1 keyed by column.
-- Runs inside the tenant's schema.
create or replace function thing.row_sql(p_class_id integer)
returns text
language plpgsql
stable
as $$
begin
    return (
        select string_agg(format('cast(%s as %s) as %I',
                   thing.from_json_sql(f.value ->> 'type', f.value -> 'params',
                       format('($1 -> %L)', f.value ->> 'column')),
                   thing.column_type(f.value ->> 'type', f.value -> 'params'), f.value ->> 'column'),
                   ', ' order by f.key)
          from jsonb_each(thing.class_fields(p_class_id)) f);
end
$$;
comment on function thing.row_sql(integer) is 'Select list: jsonb keyed by column -> a row of a class. Internal.';
revoke all on function thing.row_sql(integer) from public;

-- SQL of a row of a class as the API shows it: a jsonb object of the system fields and the live fields, by API name.
-- Hidden columns are not in it. In pieces of 40 fields: a function takes 100 arguments. Runs inside the tenant's
-- schema.
create or replace function thing.row_json_sql(p_class_id integer, p_row text)
returns text
language plpgsql
stable
as $$
begin
    return (
        select string_agg(piece.sql, ' || ' order by piece.n)
          from (select f.n / 40 as n, 'jsonb_build_object('
                           || string_agg(format('%L, %s', f.name, f.sql), ', ' order by f.n) || ')' as sql
                  from (select row_number() over (order by c.position) as n, c.name,
                               thing.to_json_sql(c.type, c.params, coalesce(
                                   case when c.inlined
                                        then thing.computed_sql(c.type, c.params, c.expression, p_row) end,
                                   format('%s.%I', p_row, c.column_name))) as sql
                          from (select s.position - 10, s.name, s.column_name, s.type, '{}'::jsonb,
                                       false, null::jsonb
                                  from (values (1, 'id', 'id', 'uuid'), (2, 'version', 'version', 'integer'),
                                               (3, 'createdAt', 'created_at', 'datetime'),
                                               (4, 'updatedAt', 'updated_at', 'datetime'),
                                               (5, 'createdBy', 'created_by', 'text'),
                                               (6, 'updatedBy', 'updated_by', 'text'))
                                       s (position, name, column_name, type)
                                 union all
                                select f.id, f.name, f.physical_name, f.type, f.params, f.inlined, f.expression
                                  from thing_class_fields f
                                  join thing.field_types t on t.name = f.type
                                 where f.class_id = p_class_id and f.dropped_version is null and t.pg_type is not null)
                               c (position, name, column_name, type, params, inlined, expression)) f
                 group by f.n / 40) piece);
end
$$;
comment on function thing.row_json_sql(integer, text) is 'SQL of a row of a class, as the API shows it. Internal.';
revoke all on function thing.row_json_sql(integer, text) from public;

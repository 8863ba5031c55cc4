-- SQL of the image of a row (jsonb keyed by column) as the log keeps it: to_jsonb, except where that would lose
-- something: a geometry goes to GeoJSON of nine digits there, so it is written as its own text. p_row: its alias, which
-- begins with _ so that no column captures it (thing.physical_name). Runs inside the tenant's schema.
create or replace function thing.image_sql(p_class_id integer, p_row text)
returns text
language plpgsql
stable
as $$
begin
    if not exists (select from thing_class_fields f join thing.field_types t on t.name = f.type
                    where f.class_id = p_class_id and t.pg_type is not null and t.extension = 'postgis') then
        return format('to_jsonb(%s)', p_row);
    end if;
    return (
        select '(select to_jsonb(_image) from (select '
               || string_agg(format(case when c.lossy then '%1$s.%2$I::text as %2$I' else '%1$s.%2$I' end, p_row,
                   c.name), ', ' order by c.position)
               || ') _image)'
          from (select c.name, 0 as position, false as lossy
                  from unnest(array['id', 'version', 'created_at', 'updated_at', 'created_by', 'updated_by']) c (name)
                 union all
                select f.physical_name, f.id, coalesce(t.extension = 'postgis', false)
                  from thing_class_fields f
                  join thing.field_types t on t.name = f.type
                 where f.class_id = p_class_id and t.pg_type is not null
                   and thing.has_column(f.expression, f.inlined, f.dropped_version)) c);
end
$$;
comment on function thing.image_sql(integer, text) is 'SQL of the image of a row of a class. Internal.';
revoke all on function thing.image_sql(integer, text) from public;

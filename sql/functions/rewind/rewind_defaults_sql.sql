-- SQL of the defaults of a class's fields as an image: what a thing that is inserted again has in the fields that came
-- later. Those relative to now are worked out; those that count up are left out. Runs inside the tenant's schema.
create or replace function thing.rewind_defaults_sql(p_class_id integer)
returns text
language plpgsql
stable
as $$
begin
    return (
        select format('(%s)', concat_ws(' || ',
                   format('%L::jsonb', coalesce(jsonb_object_agg(d.name, d.value) filter (where d.sql is null), '{}')),
                   string_agg(format('jsonb_build_object(%L, %s)', d.name, d.sql), ' || ' order by d.name)
                       filter (where d.sql is not null)))
          from (select f.physical_name as name, f.default_value as value,
                       case when thing.moment_sql(f.default_value #>> '{}', f.type) is not null
                                 or f.type = 'time' and f.default_value = '"now"'
                            then thing.value_sql(f.type, f.params, f.default_value) end as sql
                  from thing_class_fields f
                 where f.class_id = p_class_id and f.physical_name = any (thing.rewind_columns(p_class_id))
                   and f.default_value is not null and not thing.is_sequence(f.type, f.default_value)) d);
end
$$;
comment on function thing.rewind_defaults_sql(integer) is 'SQL of the defaults of a class as an image. Internal.';
revoke all on function thing.rewind_defaults_sql(integer) from public;

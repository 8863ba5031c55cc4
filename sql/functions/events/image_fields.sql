-- The columns of a class's images, and what fits there today (thing.fits). fields: {"<column>": {"strict", "values",
-- "default"}}. columns: those that every image has by now. unfit: finds a null where there can be none, and what is no
-- value of a select; null: nothing can be unfit. Runs inside the tenant's schema.
create or replace function thing.image_fields(
    p_class_id integer, out fields jsonb, out columns text[], out unfit jsonpath)
language plpgsql
stable
as $$
declare
    v_nullable text[] := thing.nullable_columns(p_class_id);
begin
    select coalesce(jsonb_object_agg(f.physical_name, f.field), '{}'), coalesce(array_agg(f.physical_name), '{}'),
           ('$ ? (' || string_agg(concat_ws(' || ',
               case when f.field ? 'strict' then format('@.%s == null', to_json(f.physical_name)) end,
               case when f.field ? 'values' then format('exists(@.%s[*] ? (%s))', to_json(f.physical_name), (
                   select string_agg(format('@ != %s', v), ' && ')
                     from jsonb_array_elements(f.field -> 'values') v)) end), ' || ')
               filter (where f.field ?| '{strict,values}') || ')')::jsonpath
      into image_fields.fields, image_fields.columns, image_fields.unfit
      from (select f.physical_name,
                   jsonb_strip_nulls(jsonb_build_object(
                       'default', case when not thing.is_sequence(f.type, f.default_value) then f.default_value end,
                       'strict', case when f.physical_name <> all (v_nullable) then true end))
                   || case when t.graphql_scalar in ('Enum', '[Enum!]') then jsonb_build_object(
                       'values', f.params -> 'values' || '[null]') else '{}' end as field
              from thing_class_fields f
              join thing.field_types t on t.name = f.type
             where f.class_id = p_class_id and f.dropped_version is null and not f.inlined and t.pg_type is not null) f;
end
$$;
comment on function thing.image_fields(integer) is 'What fits into the images of a class. Internal.';
revoke all on function thing.image_fields(integer) from public;

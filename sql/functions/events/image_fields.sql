-- The columns of a class's images, and what fits there today (thing.fits). fields: {"<column>": {"strict", "values", "default"}}. columns: those
-- that every image has by now; nulls: what none contains ({"<column>": null}); selects: those with certain values only.
-- Runs inside the tenant's schema.
create or replace function thing.image_fields(p_class_id integer, out fields jsonb, out columns text[], out nulls jsonb[], out selects text[])
language plpgsql
stable
as $$
declare
    v_nullable text[] := thing.nullable_columns(p_class_id);
begin
    select coalesce(jsonb_object_agg(f.physical_name, f.field), '{}'), coalesce(array_agg(f.physical_name), '{}'),
           array_agg(jsonb_build_object(f.physical_name, null)) filter (where f.field ? 'strict'),
           array_agg(f.physical_name) filter (where f.field ? 'values')
      into image_fields.fields, image_fields.columns, image_fields.nulls, image_fields.selects
      from (select f.physical_name,
                   jsonb_strip_nulls(jsonb_build_object('default', f.default_value, 'strict', case when f.physical_name <> all (v_nullable) then true end))
                   || case when t.graphql_scalar in ('Enum', '[Enum!]') then jsonb_build_object('values', f.params -> 'values' || '[null]') else '{}' end as field
              from thing_class_fields f
              join thing.field_types t on t.name = f.type
             where f.class_id = p_class_id and f.dropped_version is null and t.pg_type is not null) f;
end
$$;
comment on function thing.image_fields(integer) is 'What fits into the images of a class. Internal.';
revoke all on function thing.image_fields(integer) from public;

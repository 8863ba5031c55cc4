-- A column name for a field, free in the class, in everything that extends it, and in its ancestors: a field that they
-- have dropped may come back and is inherited then. The names of purged columns are not free: images in the log still
-- carry their values. Runs inside the tenant's schema.
create or replace function thing.free_column(p_class_id integer, p_name text)
returns text
language plpgsql
stable
as $$
declare
    v_ids integer[] := array(select thing.class_family(p_class_id) union all select thing.class_ancestors(p_class_id));
begin
    return thing.physical_name(p_name, array(
        select f.physical_name from thing_class_fields f where f.class_id = any (v_ids)
        union all
        select unnest(c.retired_columns) from thing_classes c where c.id = any (v_ids)));
end
$$;
comment on function thing.free_column(integer, text) is
    'A free column name for a field of a class and its descendants. Internal.';
revoke all on function thing.free_column(integer, text) from public;

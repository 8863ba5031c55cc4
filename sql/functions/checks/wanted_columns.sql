-- The columns that fields want, described as thing.actual_parts does; the default stands as thing.value_sql writes it, and NOT NULL is
-- left to thing.desired_objects. Runs inside the tenant's schema.
create or replace function thing.wanted_columns()
returns table (class_id integer, class text, table_name text, name text, definition jsonb)
language plpgsql
stable
as $$
begin
    return query
    with types as materialized (     -- few, for many fields
        select t.type, t.params, thing.column_type(t.type, t.params) as made
          from (select distinct f.type, f.params from thing_class_fields f where f.type <> 'references') t
    )
    select c.id, c.name, 'tc_' || c.physical_name, f.physical_name, jsonb_build_object(
               'type', to_regtype(t.made)::text || coalesce(substring(t.made from '\(.*\)$'), ''), 'identity', '', 'generated', '', 'collation', null,
               'default', nullif(case when f.default_value is not null then thing.value_sql(f.type, f.params, f.default_value) end, 'null'))
      from thing_classes c
      join thing_class_fields f on f.class_id = c.id
      join types t on (t.type, t.params) = (f.type, f.params)
     where not c.abstract;
end
$$;
comment on function thing.wanted_columns() is 'Columns that fields want. Internal.';
revoke all on function thing.wanted_columns() from public;

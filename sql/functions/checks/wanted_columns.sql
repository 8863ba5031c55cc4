-- The columns that fields want, described as thing.actual_parts does; the default stands as thing.value_sql writes it,
-- and NOT NULL is left to thing.desired_objects. Runs inside the tenant's schema.
create or replace function thing.wanted_columns()
returns table (class_id integer, class text, table_name text, name text, definition jsonb)
language plpgsql
stable
as $$
begin
    return query
    with types as materialized (     -- few, for many fields
        select t.type, t.params, t.start,
               to_regtype(m.made)::text || coalesce(substring(m.made from '\(.*\)$'), '') as made,
               nullif(case when t.start is not null then thing.value_sql(t.type, t.params, t.start) end,
                   'null') as sql,
               thing.collation_of(t.params ->> 'collation')::regcollation::text as collation
          from (select distinct f.type, f.params, coalesce(f.default_value, f.expression -> 'start') as start
                  from thing_class_fields f where f.type <> 'references') t
          cross join lateral (select thing.column_type(t.type, t.params) as made) m
    )
    select c.id, c.name, 'tc_' || c.physical_name, f.physical_name, jsonb_build_object(
               'type', t.made, 'identity', '', 'generated', case when f.expression is null
                   or f.expression -> 'kept' = 'true' then '' else 's' end,
               'collation', t.collation,
               -- swap_columns has taken it away
               'default', case when f.pending ? 'superseded' then null else t.sql end)
      from thing_classes c
      join thing_class_fields f on f.class_id = c.id
      join types t on t.type = f.type and t.params = f.params
       and t.start is not distinct from coalesce(f.default_value, f.expression -> 'start')
     where not c.abstract and thing.has_column(f.expression, f.inlined, f.dropped_version);
end
$$;
comment on function thing.wanted_columns() is 'Columns that fields want. Internal.';
revoke all on function thing.wanted_columns() from public;

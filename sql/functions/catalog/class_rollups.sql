-- The rollups that count the things of a class and are kept at each write, for the catalog: [{id, table, filter, keys:
-- [{path, by, zone, column}], figures: [{function, path, column}]}], those of few keys first. path: ids of fields;
-- fields stand in a filter by their ids. Null where no rollup does. Runs inside the tenant's schema.
create or replace function thing.class_rollups(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', c.id, 'table', 'tc_' || c.physical_name,
                   'filter', c.rollup -> 'filter')) || (
                   select jsonb_object_agg(p.part, (
                              select coalesce(jsonb_agg(i.item - 'field' || jsonb_build_object('column',
                                         f.physical_name) order by i.n), '[]')
                                from jsonb_array_elements(c.rollup -> p.part) with ordinality i (item, n)
                                join thing_class_fields f on f.id = (i.item ->> 'field')::integer))
                     from (values ('keys'), ('figures')) p (part))
                   order by jsonb_array_length(c.rollup -> 'keys'), c.id)
          from thing_classes c
         where c.rollup is not null and c.dropped_version is null and (c.rollup ->> 'class')::integer = p_class_id
           and c.rollup ->> 'refresh' = 'immediate');
end
$$;
comment on function thing.class_rollups(integer) is 'Rollups that are kept of a class''s things. Internal.';
revoke all on function thing.class_rollups(integer) from public;

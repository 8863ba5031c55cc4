-- The indexes over several keys that a class has, its own and those of the classes that it extends: their columns and
-- definition. Not one that has a hidden field. The id is the last key, in the direction of the key before it, so that
-- one index serves a list from both ends. Runs inside the tenant's schema.
create or replace function thing.index_objects(p_class_id integer)
returns table (id integer, name text, object text, definition text, columns text[])
language plpgsql
stable
as $$
begin
    return query
    select i.id, i.name, format('tk_%s_%s', p_class_id, i.id),
           format('btree (%s, id%s)', k.keys, case when i.orders[cardinality(i.orders)] like 'DESC%' then ' DESC' end),
           k.names
      from thing_class_indexes i
      cross join lateral (
        select string_agg(coalesce(s.column_name, thing.compared_sql(f.type, quote_ident(f.physical_name)))
                   || case o.direction when 'DESC' then ' DESC' when 'ASC_NULLS_FIRST' then ' NULLS FIRST'
                                       when 'DESC_NULLS_LAST' then ' DESC NULLS LAST' else '' end,
                   ', ' order by o.n) as keys,
               array_agg(coalesce(s.column_name, f.physical_name) order by o.n) as names,
               bool_and(coalesce(s.id, f.id) is not null) as complete
          from unnest(i.field_ids, i.orders) with ordinality o (field_id, direction, n)
          left join thing.system_keys() s on s.id = o.field_id
          left join thing_class_fields f on f.class_id = p_class_id and f.dropped_version is null and o.field_id > 0
           and f.id in (select thing.field_family(o.field_id))) k
     where i.class_id in (select p_class_id union all select thing.class_ancestors(p_class_id)) and k.complete;
end
$$;
comment on function thing.index_objects(integer) is 'The indexes over several keys of a class. Internal.';
revoke all on function thing.index_objects(integer) from public;

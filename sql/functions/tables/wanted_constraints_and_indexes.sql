-- Every constraint, index and statistics object that the metadata wants on a class's table and its join tables. A
-- dropped class wants none but the join tables' own source keys; a hidden field none, unless a change of type has
-- filled it to replace another (o). p_rules: as thing.native_rules gives them. Runs inside the tenant's schema.
create or replace function thing.wanted_constraints_and_indexes(p_class_id integer, p_rules jsonb)
returns setof thing.desired_object
language plpgsql
stable
as $$
declare
    v_table text := thing.table_name(p_class_id);
    v_live boolean := (select c.dropped_version is null from thing_classes c where c.id = p_class_id);
    v_rollup boolean := (select c.rollup is not null from thing_classes c where c.id = p_class_id);
    v_field record;
    v_join text;
begin
    for v_field in
        select f.id, f.physical_name, f.type, coalesce(o.indexed, f.indexed) as indexed,
               coalesce(o.searchable, f.searchable) as searchable,
               f.target_id, f.on_delete, coalesce(o.pending, f.pending) as pending,
               coalesce(o.dropped_version, case when o.id is null then f.dropped_version end) is null
                   and v_live
                   and thing.has_column(f.expression, f.inlined, null) as live, t.index_method, t.search_method,
               coalesce(o.params, f.params) as params,
               t.case_method, t.compared_as,
               p_rules -> (coalesce(o.id, f.id) || ':unique') = 'true' as is_unique,
               p_rules -> (coalesce(o.id, f.id) || ':required') = 'true' as is_required
          from thing_class_fields f
          join thing.field_types t on t.name = f.type
          left join thing_class_fields o on o.id = (f.pending ->> 'replaces')::integer
           and f.pending -> 'filled' = 'true'
         where f.class_id = p_class_id
         order by f.position, f.id
    loop
        if v_field.type = 'references' then
            v_join := format('tj_%s_%s', p_class_id, v_field.physical_name);
            return next thing.foreign_key(v_join, v_join || '_s', 'source_id', v_table, 'cascade', v_field.id);
            if v_field.live then
                return next thing.foreign_key(v_join, v_join || '_t', 'target_id',
                    thing.reference_table(v_field.target_id), v_field.on_delete, v_field.id);
            end if;
        elsif v_field.live then
            return query
            select v_table, o.name, o.kind,
                   o.name || case when o.definition like 'unique %' then ':' || v_field.physical_name
                                  when o.definition is not null then ':USING ' || o.definition else '' end,
                   o.definition, null::text, array[v_field.physical_name], v_field.id
              from (values
                (v_field.is_unique and v_field.compared_as is null,
                 format('tu_%s_%s', p_class_id, v_field.physical_name), 'unique',
                    format('unique (%I)', v_field.physical_name)),
                (v_field.is_unique and v_field.compared_as is not null,
                 format('ty_%s_%s', p_class_id, v_field.physical_name), 'unique',
                    format('btree (%s)', replace(v_field.compared_as, '{column}', quote_ident(v_field.physical_name)))),
                (v_field.indexed and v_field.case_method is not null
                 and (v_field.type <> 'geometry' or thing.is_on_globe(v_field.params))
                 and not (v_field.compared_as is not null and coalesce(v_field.is_unique, false)),
                    format('te_%s_%s', p_class_id, v_field.physical_name), 'index',
                    replace(v_field.case_method, '{column}', quote_ident(v_field.physical_name))),
                ((v_field.indexed or v_field.type = 'reference' and not v_rollup)
                 and not (v_field.compared_as is null and coalesce(v_field.is_unique, false)),
                    format('ti_%s_%s', p_class_id, v_field.physical_name), 'index',
                    replace(v_field.index_method, '{column}', quote_ident(v_field.physical_name))),
                (v_field.searchable, format('ts_%s_%s', p_class_id, v_field.physical_name), 'index',
                    thing.render(v_field.search_method, jsonb_build_object(
                        'column', quote_ident(v_field.physical_name),
                        'words', thing.words_sql(quote_ident(v_field.physical_name), v_field.params)))),
                (v_field.is_required and v_field.pending -> 'keep' is null, v_field.physical_name, 'not null', null)
              ) o (wanted, name, kind, definition)
             where o.wanted;
            if v_field.type = 'reference' and not v_rollup then   -- what it counts is held to it
                return next thing.foreign_key(v_table,
                    format('tf_%s_%s', p_class_id, v_field.physical_name), v_field.physical_name,
                    thing.reference_table(v_field.target_id), v_field.on_delete, v_field.id);
            end if;
        end if;
    end loop;
    return query
    select v_table, m.name, 'unique', m.name || case when m.plain then ':' || array_to_string(m.columns, ',')
                                                     else ':USING btree (' || m.keys || ')' end,
           case when m.plain then 'unique (' else 'btree (' end || m.keys || ')', null::text, m.columns, null::integer
      from (select format('t%s_%s_%s',
                       case when bool_and(t.compared_as is null) then 'm' else 'x' end, p_class_id, u.id) as name,
                   array_agg(f.physical_name order by k.n) as columns,
                   string_agg(thing.compared_sql(f.type, quote_ident(f.physical_name)), ', ' order by k.n) as keys,
                   bool_and(t.compared_as is null) as plain
              from thing_class_uniques u
              cross join unnest(u.field_ids) with ordinality k (field_id, n)
              join thing_class_fields f on f.id = k.field_id
              left join thing.field_types t on t.name = f.type
             where u.class_id = p_class_id and u.dropped_version is null and v_live
             group by u.id) m;
    return query
    select v_table, i.object, 'index', i.object || ':USING ' || i.definition, i.definition, null::text, i.columns,
           null::integer
      from thing.index_objects(p_class_id) i
     where v_live;
    -- What is asked for together may depend on each other: ANALYZE finds out of the first four keys.
    return query
    select v_table, format('td_%s_%s', p_class_id, i.id), 'statistics',
           format('td_%s_%s:df:%s', p_class_id, i.id,
                  (select string_agg(k, ',' order by k collate "C") from unnest(i.columns[1:4]) k)),
           (select string_agg(quote_ident(k), ', ' order by n) from unnest(i.columns[1:4]) with ordinality u (k, n)),
           null::text, i.columns[1:4], null::integer
      from thing.index_objects(p_class_id) i
     where v_live and cardinality(i.columns) > 1;
end
$$;
comment on function thing.wanted_constraints_and_indexes(integer, jsonb) is
    'Constraints and indexes that the metadata wants on a class''s tables, from its rules. Internal.';
revoke all on function thing.wanted_constraints_and_indexes(integer, jsonb) from public;

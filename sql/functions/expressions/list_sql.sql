-- A figure of a list in a checked expression as SQL over the row p_row (thing.expression_sql): a subquery over the
-- tables that its things may stand in. Runs inside the tenant's schema.
create or replace function thing.list_sql(p_node jsonb, p_row text, p_level integer, p_sql text)
returns text
language plpgsql
stable
as $$
declare
    v_list jsonb := p_node -> 'list';
    v_link text := quote_ident(split_part(v_list ->> 'link', ':', 2));
    v_owner text := case v_list -> 'path' when '[]' then concat(p_row || '.', 'id')
                         else thing.path_sql(v_list -> 'path', p_row, p_level) end;
    v_item text := '_f' || p_level;
    v_value text := coalesce(nullif(thing.expression_sql(p_node #> '{arguments,0}', p_row, p_level + 1, v_item), ''),
        'true');
    v_where text := ' and ' || thing.expression_sql(p_node -> 'where', p_row, p_level + 1, v_item);
    v_tables text;
begin
    -- the class that has the link, and its descendants
    select string_agg(case when v_list ->> 'kind' = 'reference'
               then format('select %s as _v from %I %s where %3$s.%s = %s%s', v_value, t.name, v_item, v_link, v_owner,
                   v_where)
               else format('select %s as _v from %I _j join %I %s on %4$s.id = _j.%s where _j.%s = %s%s', v_value,
                   t.links, t.name, v_item, t.item_column, t.owner_column, v_owner, v_where) end,
               ' union all ' order by t.link_class, t.item_class)
      into v_tables
      from (select l.id as link_class, i.id as item_class, 'tc_' || i.physical_name as name,
                   format('tj_%s_%s', l.id, split_part(v_list ->> 'link', ':', 2)) as links,
                   case v_list ->> 'kind' when 'links' then 'target_id' else 'source_id' end as item_column,
                   case v_list ->> 'kind' when 'links' then 'source_id' else 'target_id' end as owner_column
              from thing_classes l
              join thing_classes i on case v_list ->> 'kind' when 'links'
                   then i.id in (select thing.class_family((v_list ->> 'class')::integer)) else i.id = l.id end
             where l.id in (select thing.class_family(split_part(v_list ->> 'link', ':', 1)::integer))
               and l.dropped_version is null and not l.abstract
               and i.dropped_version is null and not i.abstract) t;
    return format('(select %s from (%s) _l%s)', replace(p_sql, '{1}', '_v'),
        coalesce(v_tables, format('select %s as _v where false', case p_node #>> '{arguments,0,type}'
            when 'text' then 'null::text' when 'boolean' then 'null::boolean' when 'date' then 'null::date'
            when 'time' then 'null::time' when 'datetime' then 'null::timestamptz' else 'null::numeric' end)), p_level);
end
$$;
comment on function thing.list_sql(jsonb, text, integer, text) is 'A figure of a list as SQL. Internal.';
revoke all on function thing.list_sql(jsonb, text, integer, text) from public;

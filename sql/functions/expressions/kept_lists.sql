-- The lists that live kept fields are figures of: the field where it is defined, its class, the field that makes the
-- list (kind and link as thing.named_list has them), the class of its things, and the columns of these that count.
-- Runs inside the tenant's schema.
create or replace function thing.kept_lists()
returns table (
    field_id integer, class_id integer, kind text, link_id integer, link_column text, item_id integer, columns text[])
language plpgsql
stable
rows 10
as $$
begin
    return query
    select f.id, f.class_id, l.kind, split_part(l.link, ':', 1)::integer, split_part(l.link, ':', 2), l.item_id, array(
               select distinct c
                 from jsonb_array_elements(l.nodes) n
                cross join lateral jsonb_path_query(n, 'strict $.**.item[0]') i
                cross join lateral unnest(thing.expression_columns(jsonb_build_object('path',
                    jsonb_build_array(i)))) c
                 order by c)
      from thing_class_fields f
      join thing_classes k on k.id = f.class_id and k.dropped_version is null
      cross join lateral (
        select n #>> '{list,kind}' as kind, n #>> '{list,link}' as link, (n #>> '{list,class}')::integer as item_id,
               jsonb_agg(n) as nodes
          from jsonb_path_query(f.expression -> 'tree', 'strict $.** ? (exists (@.list))') n
         group by 1, 2, 3) l
     where f.expression -> 'kept' = 'true' and f.dropped_version is null and f.inherited_from is null
     order by f.id, l.link;
end
$$;
comment on function thing.kept_lists() is 'The lists that kept fields are figures of. Internal.';
revoke all on function thing.kept_lists() from public;

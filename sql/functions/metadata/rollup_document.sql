-- A rollup as thing.document and change create_rollup have it: fields by their names, without what follows from the
-- rest. Runs inside the tenant's schema.
create or replace function thing.rollup_document(p_rollup_id integer)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select jsonb_strip_nulls(jsonb_build_object(
                   'name', c.name, 'class', s.name, 'label', c.label, 'description', c.description,
                   'deprecated', c.deprecated,
                   'groupBy', (
                       select coalesce(jsonb_agg(case when k.key - 'path' = '{}' then k.key -> 'path' else k.key end
                                  order by i.n), '[]')
                         from jsonb_array_elements(c.rollup -> 'keys') with ordinality i (item, n)
                         join thing_class_fields f on f.id = (i.item ->> 'field')::integer
                         cross join lateral thing.path_name(i.item -> 'path') p (path)
                         cross join lateral (
                           select jsonb_strip_nulls(jsonb_build_object('path', p.path, 'by', i.item -> 'by',
                                      'zone', i.item -> 'zone', 'name',
                                      nullif(f.name, thing.joined_name(p.path, lower(i.item ->> 'by'))))) as key) k),
                   'aggregates', (
                       select coalesce(jsonb_agg(k.figure order by i.n), '[]')
                         from jsonb_array_elements(c.rollup -> 'figures') with ordinality i (item, n)
                         join thing_class_fields f on f.id = (i.item ->> 'field')::integer
                         cross join lateral thing.path_name(i.item -> 'path') p (path)
                         cross join lateral (
                           select jsonb_strip_nulls(jsonb_build_object('function', i.item -> 'function',
                                      'path', p.path, 'name', nullif(f.name, thing.joined_name(
                                          concat_ws('.', i.item ->> 'function', p.path), null)))) as figure) k
                        -- not what comes along anyway
                        where k.figure ? 'name' or not exists (
                            select from jsonb_array_elements('["count"]' || (c.rollup -> 'figures')) o
                             cross join lateral thing.rollup_twins(o) t
                             where (not t.given or o = '"count"')
                               and (case t.item when '"count"' then '{"function": "count"}' else t.item end)
                                   - 'field' = i.item - 'field')),
                   'refresh', c.rollup -> 'refresh'))
            || case when c.rollup ? 'filter' then jsonb_build_object('filter', thing.rename_condition_fields(
                   c.rollup -> 'filter', (select jsonb_object_agg(f.id, f.name) from thing_class_fields f
                                           where f.class_id = s.id and f.dropped_version is null))) else '{}' end
          from thing_classes c
          join thing_classes s on s.id = (c.rollup ->> 'class')::integer
         where c.id = p_rollup_id);
end
$$;
comment on function thing.rollup_document(integer) is 'A rollup in the declarative form. Internal.';
revoke all on function thing.rollup_document(integer) from public;

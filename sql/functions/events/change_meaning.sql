-- What schema changes mean for clients: {changes, impact, breaking, dangerous, safe, classes, fields, operations}. A
-- change without an impact is safe: it was hidden already. Classes and fields by their names before and after; what a
-- class has, the classes that extend it have (those that do now). operations: root fields of the classes. Runs inside
-- the tenant's schema.
create or replace function thing.change_meaning(p_changes jsonb)
returns jsonb
language plpgsql
stable
as $$
declare
    v_changes jsonb := (select coalesce(jsonb_agg('{"impact": "SAFE"}' || c.value order by c.ordinality), '[]')
                          from jsonb_array_elements(p_changes) with ordinality c);
    v_classes text[];
    v_fields text[];
    v_operations text[];
begin
    with named as materialized (     -- (class, field): a rename has one before and one after
        select n.class, n.field
          from jsonb_array_elements(v_changes) c
         cross join lateral (
               select c.value ->> 'class' as class, c.value ->> 'field' as field
                union all
               select case c.value ->> 'kind' when 'CLASS_RENAMED' then c.value ->> 'to' else c.value ->> 'class' end,
                      case c.value ->> 'kind' when 'FIELD_RENAMED' then c.value ->> 'to' else c.value ->> 'field' end) n
         where n.class is not null
    ), family as materialized (
        select distinct n.class, n.field from named n
         union
        select d.name, n.field
          from named n
          join thing_classes c on c.name = n.class and c.dropped_version is null
         cross join lateral thing.class_family(c.id) f
          join thing_classes d on d.id = f and d.dropped_version is null
    )
    select array_agg(distinct f.class order by f.class), array_agg(distinct f.class || '.'
               || f.field order by f.class || '.' || f.field) filter (where f.field is not null),
           (select array_agg(distinct o order by o) from family g
              cross join lateral unnest(thing.root_fields(g.class)) o)
      into v_classes, v_fields, v_operations
      from family f;
    return jsonb_build_object(
        'changes', v_changes,
        'impact', (select coalesce((array_agg(
            c ->> 'impact' order by array_position(array['BREAKING', 'DANGEROUS', 'SAFE'], c ->> 'impact')))[1], 'SAFE')
                     from jsonb_array_elements(v_changes) c),
        'breaking', jsonb_path_query_array(v_changes, '$[*] ? (@.impact == "BREAKING")'),
        'dangerous', jsonb_path_query_array(v_changes, '$[*] ? (@.impact == "DANGEROUS")'),
        'safe', jsonb_path_query_array(v_changes, '$[*] ? (@.impact == "SAFE")'),
        'classes', coalesce(to_jsonb(v_classes), '[]'), 'fields', coalesce(to_jsonb(v_fields), '[]'),
        'operations', coalesce(to_jsonb(v_operations), '[]'));
end
$$;
comment on function thing.change_meaning(jsonb) is 'What schema changes mean for clients. Internal.';
revoke all on function thing.change_meaning(jsonb) from public;

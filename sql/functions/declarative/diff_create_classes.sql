-- Stage of thing.diff: the new classes. A reference to a class that comes later, and a computed field, wait for the
-- next stages, and with them,
-- as with a field that a live class is yet to get, the rules, overrides and uniques of its class and of all below. Runs
-- inside the tenant's schema.
create or replace function thing.diff_create_classes(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
declare
    v_live text[] := array(select c.name from thing_classes c where c.dropped_version is null);
    v_order text[] := thing.creation_order(p_document -> 'classes', v_live);
begin
    return query
    with recursive new as materialized (
        select array_position(v_order, d.value ->> 'name') as n, d.value as class
          from jsonb_array_elements(p_document -> 'classes') d
         where d.value ->> 'name' = any (v_order)
    ), split as materialized (
        select new.n, new.class ->> 'name' as name, new.class ->> 'extends' as extends, new.class,
               coalesce(jsonb_agg(f.value - array['renamedFrom', 'renamedOptions']
                   order by f.ordinality) filter (where f.ready), '[]') as fields,
               coalesce(bool_and(f.ready), true) as whole
          from new
          left join lateral (
              select f.value, f.ordinality,
                     (f.value ->> 'target' is null or f.value ->> 'target' = any (v_live || v_order[:new.n]))
                         and not f.value ? 'expression' as ready
                from jsonb_array_elements(new.class -> 'fields') with ordinality f) f on true
         group by new.n, new.class
    ), incomplete as materialized (
        select s.name from split s where not s.whole
        union
        select c.name
          from jsonb_array_elements(p_document -> 'classes') d
          join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
          cross join lateral jsonb_array_elements(d.value -> 'fields') f
         where not exists (select from thing_class_fields l
                            where l.class_id = c.id and l.name = f.value ->> 'name' and l.dropped_version is null)
    ), waiting as (
        select i.name from incomplete i
        union
        select d.value ->> 'name' from jsonb_array_elements(p_document -> 'classes') d
          join waiting w on w.name = d.value ->> 'extends'
    )
    select jsonb_strip_nulls(jsonb_build_object('op', 'create_class', 'class', s.name, 'label', s.class -> 'label',
               'description', s.class -> 'description', 'deprecated', s.class -> 'deprecated',
               'extends', s.class -> 'extends',
               'abstract', nullif(s.class -> 'abstract', 'false')))
           || jsonb_build_object('fields', s.fields)
           || case when s.name in (select w.name from waiting w) then '{}' else (
               select coalesce(jsonb_object_agg(k, s.class -> k), '{}')
                 from unnest(array['rules', 'overrides', 'uniques', 'indexes']) k
                where s.class -> k not in ('{}', '[]')) end
      from split s
     order by s.n;
end
$$;
comment on function thing.diff_create_classes(jsonb) is 'Stage of thing.diff: create classes. Internal.';
revoke all on function thing.diff_create_classes(jsonb) from public;

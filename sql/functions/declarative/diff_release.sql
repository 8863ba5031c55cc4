-- Stage of thing.diff: lets go of what stands in the way of the next ones: uniques and indexes that are gone or
-- changed, rules that name a field that goes or changes its type, and the rules of a field that changes its type.
-- Wanted rules are set at the end. Runs inside the tenant's schema.
create or replace function thing.diff_release(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    with names as materialized (
        select n.*, w.value ->> 'type' as type
          from thing.diff_names(p_document) n
          join thing_classes c on c.id = n.class_id
          left join jsonb_array_elements(p_document -> 'classes') d on d.value ->> 'name' = c.name
          left join jsonb_array_elements(d.value -> 'fields') w on w.value ->> 'name' = n.wanted and not n.inherited
    ), retyped as materialized (
        select thing.field_family(f.id) as id
          from names n join thing_class_fields f on f.id = n.field_id where n.wanted is not null and n.type <> f.type
    ), released as materialized (
        select n.class_id, array_agg(n.name) as names
          from names n
         where n.wanted is null or n.field_id in (select r.id from retyped r)
         group by n.class_id
    )
    select jsonb_build_object('op', 'drop_unique', 'class', c.name, 'name', u.name)
      from thing_class_uniques u
      join thing_classes c on c.id = u.class_id and c.dropped_version is null
      left join jsonb_array_elements(p_document -> 'classes') d on d.value ->> 'name' = c.name
      left join lateral (select jsonb_agg(n.wanted order by k.n) as wanted, bool_or(n.wanted is null) as broken
                           from unnest(u.field_ids) with ordinality k (id, n)
                           join names n on n.field_id = k.id) k on true
     where u.dropped_version is null and u.inherited_from is null
       and (k.broken or d.value is not null and not exists (
               select from jsonb_array_elements(d.value -> 'uniques') w
                where w.value ->> 'name' = u.name and w.value -> 'fields' = k.wanted))
    union all
    select jsonb_build_object('op', 'drop_index', 'class', c.name, 'name', i.name)
      from thing_class_indexes i
      join thing_classes c on c.id = i.class_id and c.dropped_version is null
      join jsonb_array_elements(p_document -> 'classes') d on d.value ->> 'name' = c.name
     where not exists (   -- auto_index's own are not the document's
               select from index_trials t
                where t.class_id = i.class_id and t.name = i.name and t.state <> 'taken back')
       and not exists (
               select from jsonb_array_elements(d.value -> 'indexes') w
                where w.value ->> 'name' = i.name and w.value -> 'keys' = (
                          select jsonb_agg(case when n.field_id is null then k.value
                                                else k.value || jsonb_build_object('field', n.wanted) end
                                     order by k.ordinality)
                            from jsonb_array_elements(thing.index_keys(i.field_ids, i.orders)) with ordinality k
                            left join names n on n.field_id = i.field_ids[k.ordinality]))
    union all
    select jsonb_build_object('op', 'set_rules', 'class', c.name, 'rules', thing.rules_without(c.rules, r.names))
      from released r
      join thing_classes c on c.id = r.class_id
     where thing.rules_without(c.rules, r.names) <> c.rules
    union all
    select jsonb_build_object('op', 'set_rules', 'class', c.name, 'field', f.name, 'rules',
               case when f.name = any (r.names) then '{}' else thing.rules_without(f.validation_rules, r.names) end)
      from released r
      join thing_classes c on c.id = r.class_id
      join thing_class_fields f on f.class_id = c.id and f.dropped_version is null
      join names n on n.field_id = f.id and n.wanted is not null
     where case when f.name = any (r.names) then '{}'
                else thing.rules_without(f.validation_rules, r.names) end <> f.validation_rules;
end
$$;
comment on function thing.diff_release(jsonb) is
    'Stage of thing.diff: free what is to be dropped or retyped. Internal.';
revoke all on function thing.diff_release(jsonb) from public;

-- Stage of thing.suggest_indexes: indexes that another one covers, and those that were not used for p_min_age, though
-- the class was read. Only what a change of the schema can take away: no reference, no key, and no field whose second
-- index serves searches that ignore case. Runs inside the tenant's schema.
create or replace function thing.needless_indexes(p_min_calls integer, p_min_age interval)
returns setof thing.advice
language plpgsql
stable
as $$
#variable_conflict use_column
begin
    return query
    with indexes as materialized (
        select c.id as class_id, c.name as class, i.*, n.name as index_name, n.class_id as declared_in, n.field_ids,
               coalesce(f.name, n.name) as shown, v.created_at as made_at,
               case when i.kind = 'declared' and i.columns[cardinality(i.columns)] = 'id'
                    then i.columns[1:cardinality(i.columns) - 1] else i.columns end as own_columns
          from thing_classes c
          cross join lateral thing.class_indexes(c.id) i
          left join thing_class_indexes n on n.id = i.index_id
          left join thing_class_fields f on f.id = i.field_id
          left join schema_versions v on v.version = coalesce(n.created_version, f.created_version)
         where c.dropped_version is null and not c.abstract
    ), ours as materialized (
        select i.*, t.case_method is not null as caseless
          from indexes i
          left join thing_class_fields f on f.id = i.field_id
          left join thing.field_types t on t.name = f.type
         where i.kind = 'declared' and i.declared_in = i.class_id
            or i.kind = 'field' and f.inherited_from is null
    ), covered as materialized (
        select distinct on (o.object) o.object, w.shown as by_name, w.object as by_object
          from ours o
          join indexes w on w.class_id = o.class_id and w.object <> o.object and w.kind <> 'case'
           and w.columns[1:cardinality(o.own_columns)] = o.own_columns
           and (w.orders[1:cardinality(o.own_columns)] = o.orders[1:cardinality(o.own_columns)]
                or cardinality(o.own_columns) = 1)   -- one key is read from both ends
           -- of two equal ones the older stays; a page by (keys, id) is served by what goes on with the id alone
           and (cardinality(w.columns) > cardinality(o.columns)
                or w.columns = o.columns and (w.kind in ('key', 'reference') or w.index_id < o.index_id)
                or o.kind = 'declared' and cardinality(o.own_columns) = 1 and w.kind = 'key')
           and (o.kind = 'field' or w.kind = 'key' or w.columns = o.columns
                or not exists (   -- who sorts by its keys and the id needs it
                    select from access_usage a
                     cross join lateral (
                        select a.equal || array(select split_part(s, ' ', 2)::integer from unnest(a.sort) s) as ids) k
                     where a.class_id = o.class_id and a.reading = 'page' and k.ids @> o.field_ids
                       and k.ids <@ o.field_ids))
         where not o.caseless
         order by o.object, cardinality(w.columns) desc, w.object
    ), used as materialized (
        select c.id as class_id, sum(a.calls) as calls
          from thing_classes c
          join access_usage a on a.class_id in (select c.id union all select thing.class_ancestors(c.id))
         where a.since <= now() - p_min_age
         group by 1
    )
    select case when v.object is not null then 'redundant index' else 'unused index' end, 'info', o.class,
           case when o.kind = 'declared' then array(
               select x.value ->> 'field' from jsonb_array_elements(thing.index_keys(n.field_ids, n.orders))
                      with ordinality x order by x.ordinality) else array[o.shown] end,
           case when v.object is not null
                then format('index %s of %s: %s serves whatever it serves', o.shown, o.class, v.by_name)
                else format('index %s of %s was not used while its class was read %s times', o.shown, o.class, u.calls)
                end,
           jsonb_strip_nulls(jsonb_build_object('index', o.object, 'scans', o.scans, 'coveredBy', v.by_object,
               'calls', u.calls)),
           jsonb_build_array(case when o.kind = 'declared'
               then jsonb_build_object('op', 'drop_index', 'class', o.class, 'name', o.index_name)
               else jsonb_build_object('op', 'alter_field', 'class', o.class, 'field', o.shown,
                   'set', '{"indexed": false}'::jsonb) end),
           jsonb_build_object('bytes', o.bytes, 'writes', thing.class_writes(o.class_id)), '{}'::jsonb
      from ours o
      left join thing_class_indexes n on n.id = o.index_id
      left join covered v on v.object = o.object
      left join used u on u.class_id = o.class_id
     where v.object is not null
        or not o.caseless and o.scans = 0 and u.calls >= p_min_calls and o.made_at <= now() - p_min_age
           and not exists (select from covered w where w.by_object = o.object)
           -- (what extends the class may use its own copy of it)
           and not exists (select from indexes w where w.index_id = o.index_id and w.scans > 0)
           and coalesce(pg_stat_get_db_stat_reset_time((select d.oid from pg_database d
                  where d.datname = current_database())) <= now() - p_min_age, true)
     order by o.class, o.shown;
end
$$;
comment on function thing.needless_indexes(integer, interval) is
    'Stage of thing.suggest_indexes: what is unused or redundant. Internal.';
revoke all on function thing.needless_indexes(integer, interval) from public;

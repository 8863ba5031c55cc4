-- What is made of the metadata and kept ready: compiled rules, names of the API, entries of the catalog. An entry is
-- held to its hash, and all hashes to that of the version; only where those differ are entries made to compare. Runs
-- inside the tenant's schema.
create or replace function thing.check_caches()
returns setof thing.damage
language plpgsql
volatile
as $$
declare
    v_doubt boolean := (select s.shape is distinct from thing.catalog_shape() from schema_versions s
                         order by s.version desc limit 1);
begin
    return query
    select 'changed cache', c.name, b.object, 'it is not what the metadata give',
           array[format('select thing.rebuild_caches(array[%s])', c.id)]
      from thing_classes c
      join thing.wanted_names(null) n on n.id = c.id
      left join thing.compiled_rules_of(array(select l.id from thing_classes l where l.dropped_version is null)) r
        on r.class_id = c.id
      cross join lateral (
        select coalesce(r.compiled, '[]') as compiled, c.entry::jsonb - array['changedVersion', 'shape'] as entry) m
      cross join lateral (values
        (c.compiled is distinct from m.compiled
         or c.predicate is distinct from thing.predicates_sql(m.compiled), 'rules'),
        ((c.singular, c.plural, c.api_names) is distinct from (n.singular, n.plural, n.api_names), 'names'),
        (c.entry_shape is distinct from md5(m.entry::text)
         or c.entry ->> 'changedVersion' is distinct from c.changed_version::text
         or c.entry ->> 'shape' is distinct from c.entry_shape
         or v_doubt and m.entry is distinct from thing.class_entry(c.id)
         or c.index_entry is distinct from json_build_array(c.id, c.name, c.singular, c.plural, c.changed_version,
                c.abstract, c.extends_id)::text, 'catalog entry')
      ) b (broken, object)
     where c.dropped_version is null and b.broken;
end
$$;
comment on function thing.check_caches() is 'Kept results that the metadata do not give. Internal.';
revoke all on function thing.check_caches() from public;

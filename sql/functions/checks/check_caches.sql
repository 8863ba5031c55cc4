-- What is made of the metadata and kept ready: compiled rules, names of the API, entries of the catalog. Runs inside the tenant's schema.
create or replace function thing.check_caches()
returns setof thing.damage
language plpgsql
volatile
as $$
begin
    return query
    select 'changed cache', c.name, b.object, 'it is not what the metadata give', array[format('select thing.rebuild_caches(array[%s])', c.id)]
      from thing_classes c
      join thing.wanted_names(null) n on n.id = c.id
      cross join lateral (select thing.compiled_rules(c.id) as compiled, thing.class_entry(c.id) as entry) m
      cross join lateral (values
        (c.compiled is distinct from m.compiled or c.predicate is distinct from thing.predicates_sql(m.compiled), 'rules'),
        ((c.singular, c.plural, c.api_names) is distinct from (n.singular, n.plural, n.api_names), 'names'),
        (c.entry_shape is distinct from md5(m.entry::text)
         or c.entry::jsonb is distinct from m.entry || jsonb_build_object('changedVersion', c.changed_version, 'shape', c.entry_shape)
         or c.index_entry is distinct from json_build_array(c.id, c.name, c.singular, c.plural, c.changed_version, c.abstract, c.extends_id)::text, 'catalog entry')
      ) b (broken, object)
     where c.dropped_version is null and b.broken;
end
$$;
comment on function thing.check_caches() is 'Kept results that the metadata do not give. Internal.';
revoke all on function thing.check_caches() from public;

-- Rebuilds what is kept ready of these classes, as of the version that changed them last, whatever stands there; and
-- a version of its own where the catalog is another then, so that servers take it up. Runs inside the tenant's schema.
create or replace function thing.rebuild_caches(p_classes integer[])
returns void
language plpgsql
as $$
declare
    v_class integer;
    v_live integer[] := array(select c.id from thing_classes c
                               where c.id = any (p_classes) and c.dropped_version is null);
begin
    update thing_classes c
       set compiled = r.compiled, predicate = thing.predicates_sql(r.compiled),
           changed_version = least(c.changed_version, (select max(s.version) from schema_versions s)),
           entry = null, entry_shape = null
      from (select o.id, coalesce(k.compiled, '[]') as compiled
              from thing_classes o
              left join thing.compiled_rules_of(v_live) k on k.class_id = o.id
             where o.id = any (v_live)) r
     where c.id = r.id;
    perform thing.store_names(p_classes);
    foreach v_class in array p_classes loop
        perform thing.store_entries(array[v_class],
            (select c.changed_version from thing_classes c where c.id = v_class));
    end loop;
    if exists (select from schema_versions s where s.shape <> thing.catalog_shape()
                  and s.version = (select max(l.version) from schema_versions l)) then
        perform thing.publish_entries('{}', '{"op": "refresh"}', '{"kind": "CATALOG_REFRESHED", "impact": "SAFE"}');
    end if;
end
$$;
comment on function thing.rebuild_caches(integer[]) is
    'Rebuild compiled rules, names and catalog entries of classes. Internal.';
revoke all on function thing.rebuild_caches(integer[]) from public;

-- The second half of thing.refresh_tenant, after thing.refresh_triggers: compiled rules and catalog entry of every
-- class, where they differ from what is there; notes that the tenant is up to date.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: writes metadata for members of thing_admin.
create or replace function thing.refresh_catalog(slug text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_live integer[];
begin
    perform thing.tenant_for_share(refresh_catalog.slug);   -- (as long as this runs, it stays as it is)
    perform thing.enter_tenant(refresh_catalog.slug);
    v_live := array(select c.id from thing_classes c where c.dropped_version is null);
    update thing_classes c
       set compiled = n.compiled, predicate = n.predicate
      from (select o.id, coalesce(r.compiled, '[]') as compiled, thing.predicates_sql(r.compiled) as predicate
              from thing_classes o
              left join thing.compiled_rules_of(v_live) r on r.class_id = o.id
             where o.id = any (v_live)) n
     where c.id = n.id
       and (c.compiled, c.predicate) is distinct from (n.compiled, n.predicate);
    perform thing.analyze_columns();
    perform thing.store_names(v_live);
    perform thing.name_inverses();
    perform thing.publish_entries(v_live, '{"op": "refresh"}', '{"kind": "CATALOG_REFRESHED", "impact": "SAFE"}');
    perform thing.queue_indexes();
    perform thing.end_refresh(refresh_catalog.slug);
end
$$;
comment on function thing.refresh_catalog(text) is
    'Rebuild compiled rules and catalog of a tenant, after its triggers (thing.refresh_triggers). Example: '
    'select thing.refresh_catalog(''acme'').';
revoke all on function thing.refresh_catalog(text) from public;
grant execute on function thing.refresh_catalog(text) to thing_admin;

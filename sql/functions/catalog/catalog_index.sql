-- The live classes without their fields: {"version", "shape", "classes": [[id, name, singular, plural, changedVersion, abstract, extendsId|null], ...], "gone"}.
-- With p_since only the classes whose entry changed after that version; "gone" are the ids of those dropped after it.
-- An index holds all that is read here. Errors: those of thing.enter_tenant.
-- Definer: reads metadata for the tenant's role.
create or replace function thing.catalog_index(p_tenant text, p_since integer default null)
returns json
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_head jsonb := thing.catalog_head(p_tenant);
    v_classes text;
    v_gone integer[];
begin
    perform thing.enter_tenant(p_tenant);
    select string_agg(c.index_entry, ',' order by c.id) into v_classes
      from thing_classes c
     where c.dropped_version is null and c.changed_version > coalesce(p_since, -1);
    v_gone := array(
        select c.id from thing_classes c where c.dropped_version > p_since
        union
        select (d ->> 'id')::integer
          from schema_versions s cross join jsonb_array_elements(s.diff) d
         where s.version > p_since and d ->> 'kind' = 'CLASS_PURGED'
         order by 1);
    return format('{"version":%s,"shape":%s,"classes":[%s],"gone":%s}', v_head -> 'version', v_head -> 'shape', v_classes, to_json(v_gone))::json;
end
$$;
comment on function thing.catalog_index(text, integer) is
    'All live classes of a tenant by id and names, or those changed after a version and the ids of those gone since. Example: select thing.catalog_index(''acme'').';
revoke all on function thing.catalog_index(text, integer) from public;
grant execute on function thing.catalog_index(text, integer) to thing_admin, thing_tenant;

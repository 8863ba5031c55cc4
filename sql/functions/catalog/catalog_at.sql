-- The whole catalog as it was at a version: {"version", "shape", "enums", "classes": [...]}, as thing.catalog_entries,
-- with thing.enum_owners as it was. It is known for the last 1,000 versions, purged or not, and exactly: its shape is
-- that of the version, or it is refused (in a tenant from an older core, versions before the upgrade may be). Errors:
-- TB031 SCHEMA_CONFLICT for a version that does not exist, TB036 NOT_REVERSIBLE where it is no longer known, those of
-- thing.enter_tenant. Definer: reads metadata for the tenant's role.
create or replace function thing.catalog_at(tenant text, version integer)
returns json
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_shape text;
    v_classes json;
    v_enums json;
begin
    perform thing.enter_tenant(catalog_at.tenant);
    perform thing.check_versions(array[catalog_at.version], (select max(s.version) from schema_versions s));
    select json_agg(e.entry order by e.id), md5(coalesce(string_agg(e.shape, '' order by e.id), ''))
      into v_classes, v_shape
      from (select c.id, c.entry_shape as shape, c.entry
              from thing_classes c
             where c.dropped_version is null and c.changed_version <= catalog_at.version
             union all
            select k.class_id, k.shape, k.entry
              from thing_class_entries k
             where k.until > catalog_at.version and k.since <= catalog_at.version) e;
    if v_shape is distinct from (select s.shape from schema_versions s where s.version = catalog_at.version) then
        perform thing.fail('NOT_REVERSIBLE', format('the catalog of version %s is no longer kept', catalog_at.version),
            jsonb_build_object('version', catalog_at.version), 'Ask for a later version.');
    end if;
    select json_object_agg(o.name, o.id) into v_enums
      from (select n.name, min((c.entry ->> 'id')::integer) as id
              from json_array_elements(v_classes) c (entry)
             cross join lateral json_array_elements(c.entry -> 'fields') f (field)
             cross join lateral unnest(
                   array[f.field ->> 'enum']
                   || case f.field ->> 'type' when 'multiselect' then array[format('[%s]', f.field ->> 'enum')]
                           else '{}' end) n (name)
             where f.field ->> 'enum' is not null and f.field ->> 'inheritedFrom' is null
             group by n.name) o;
    return json_build_object('version', catalog_at.version, 'shape', md5(concat(v_shape, thing.registry_hash())),
               'enums', coalesce(v_enums, '{}'), 'classes', coalesce(v_classes, '[]'));
end
$$;
comment on function thing.catalog_at(text, integer) is
    'Classes of a tenant with fields, effective rules, columns and inverses, as they were at a schema version. '
    'Example: select thing.catalog_at(''acme'', 0).';
revoke all on function thing.catalog_at(text, integer) from public;
grant execute on function thing.catalog_at(text, integer) to thing_admin, thing_tenant;

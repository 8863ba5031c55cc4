-- The live classes without their fields, behind thing.catalog_head: {"version", "shape", "origin", "types", "limits",
-- "server", "documents", "enums" (thing.enum_owners), "gone", "entries", "classes": [[id, name, singular, plural,
-- changedVersion, abstract, extendsId|null], ...]}, in order of ids. With since_version only what a server lacks that
-- has that version: the classes whose entry changed after it, the ids of those gone since, and the entries of the 50
-- that changed last, which are likely to be asked for next; nothing where it is the present version. An index holds all
-- that is read here of every class. Errors: those of thing.enter_tenant. Definer: reads metadata for the tenant's role.
create or replace function thing.catalog_index(tenant text, since_version integer default null)
returns json
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_head jsonb := thing.catalog_head(catalog_index.tenant);
    v_classes text;
    v_gone integer[] := '{}';
    v_entries text;
    v_enums jsonb;      -- null: as the server has them
begin
    if catalog_index.since_version is distinct from (v_head ->> 'version')::integer then
        perform thing.enter_tenant(catalog_index.tenant);
        v_enums := thing.enum_owners();
        select string_agg(c.index_entry, ',' order by c.id) into v_classes
          from thing_classes c
         where c.dropped_version is null and c.changed_version > coalesce(catalog_index.since_version, -1);
    end if;
    if catalog_index.since_version < (v_head ->> 'version')::integer then
        v_gone := array(
            select c.id from thing_classes c where c.dropped_version > catalog_index.since_version
            union
            select (d ->> 'id')::integer
              from schema_versions s cross join jsonb_array_elements(s.diff) d
             where s.version > catalog_index.since_version and d ->> 'kind' = 'CLASS_PURGED'
             order by 1);
        select string_agg(l.entry::text, ',') into v_entries
          from (select c.entry from thing_classes c
                 where c.dropped_version is null and c.changed_version > catalog_index.since_version
                 order by c.changed_version desc
                 limit 50) l;
    end if;
    return format('%s,"enums":%s,"gone":%s,"entries":[%s],"classes":[%s]}', left(v_head::text, -1),
               coalesce(v_enums, 'null'), to_json(v_gone), v_entries, v_classes)::json;
end
$$;
comment on function thing.catalog_index(text, integer) is
    'All live classes of a tenant by id and names, or those changed after a version and the ids of those gone since. '
    'Example: select thing.catalog_index(''acme'').';
revoke all on function thing.catalog_index(text, integer) from public;
grant execute on function thing.catalog_index(text, integer) to thing_admin, thing_tenant;

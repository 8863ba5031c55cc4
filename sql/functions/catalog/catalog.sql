-- Everything that a server must know of a tenant's live classes; with since_version, only of those that a later version
-- changed. "live" has the ids of all live classes, so that a reader sees which ones are gone. The name of a join table
-- holds the class's id: shapes are equal where the classes came in the same order. Errors: those of thing.enter_tenant.
-- Definer: reads metadata for the tenant's role.
create or replace function thing.catalog(tenant text, since_version integer default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_version integer;
    v_classes json;
begin
    perform thing.enter_tenant(catalog.tenant);
    select max(s.version) into v_version from schema_versions s;
    select json_agg(c.entry order by c.id) into v_classes
      from thing_classes c
     where c.dropped_version is null and (catalog.since_version is null or c.changed_version > catalog.since_version);
    return jsonb_build_object('version', v_version, 'since', catalog.since_version,
               'classes', coalesce(v_classes::jsonb, '[]'))
        || jsonb_build_object('live', (select coalesce(jsonb_agg(c.id order by c.id), '[]') from thing_classes c
                                        where c.dropped_version is null));
end
$$;
comment on function thing.catalog(text, integer) is
    'All live classes of a tenant with fields (inherited ones too), effective rules, tables, columns and shapes; or '
    'only those changed after a version. Example: select jsonb_pretty(thing.catalog(''acme'')).';
revoke all on function thing.catalog(text, integer) from public;
grant execute on function thing.catalog(text, integer) to thing_admin, thing_tenant;

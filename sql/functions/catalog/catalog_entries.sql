-- Entries of live classes: {"version", "shape", "classes": [...]}; all of them, or those asked for with some 200 more
-- at most that an operation on them is likely to need (thing.related_classes). They are kept as they are sent
-- (thing.refresh_entries): the type is json, whose text is taken over without parsing.
-- Errors: those of thing.enter_tenant. Definer: reads metadata for the tenant's role.
create or replace function thing.catalog_entries(tenant text, ids integer[] default null)
returns json
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_head jsonb := thing.catalog_head(catalog_entries.tenant);
    v_classes json;
begin
    perform thing.enter_tenant(catalog_entries.tenant);
    if catalog_entries.ids is null then
        select json_agg(c.entry order by c.id) into v_classes
          from thing_classes c
         where c.dropped_version is null;
    else
        select json_agg(c.entry order by c.id) into v_classes
          from thing_classes c
         where c.dropped_version is null and c.id = any (thing.related_classes(catalog_entries.ids, 200));
    end if;
    return json_build_object('version', v_head -> 'version', 'shape', v_head -> 'shape',
               'classes', coalesce(v_classes, '[]'));
end
$$;
comment on function thing.catalog_entries(text, integer[]) is
    'Classes of a tenant with fields, effective rules, columns and inverses: all, or those of the ids with their kin. '
    'Example: select thing.catalog_entries(''acme'', ''{1}'').';
revoke all on function thing.catalog_entries(text, integer[]) from public;
grant execute on function thing.catalog_entries(text, integer[]) to thing_admin, thing_tenant;

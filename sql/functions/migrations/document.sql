-- The whole schema of a tenant in the declarative form: what thing.diff takes. Parents stand before their children.
-- Errors: those of thing.enter_tenant. Definer: reads metadata for the tenant's role.
create or replace function thing.document(p_tenant text)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform thing.enter_tenant(p_tenant);
    -- A class extends one that was there before it, so the order of ids has parents first.
    return jsonb_build_object('classes', (
        select coalesce(jsonb_agg(thing.class_document(c.id) order by c.id), '[]')
          from thing_classes c
         where c.dropped_version is null));
end
$$;
comment on function thing.document(text) is
    'The schema of a tenant as a document: {"classes": [{name, extends, fields, overrides, rules, uniques, ...}]}. Example: select jsonb_pretty(thing.document(''acme'')).';
revoke all on function thing.document(text) from public;
grant execute on function thing.document(text) to thing_admin, thing_tenant;

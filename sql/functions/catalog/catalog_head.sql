-- What a server asks before it trusts the catalog that it has: {"version", "shape", "origin", "types", "limits",
-- "server", "documents"}. Equal shapes mean equal APIs, in any tenant: the hash is over all entries and the registries,
-- not over versions. origin tells a tenant from a later one of the same slug; types is the hash of thing.catalog_types;
-- limits are those of one request that the tenant has of its own, {name: number}, and server those of the kind
-- 'server'; documents has those of persisted documents by their hash. Errors: those of thing.enter_tenant. Definer:
-- reads metadata for the tenant's role.
create or replace function thing.catalog_head(tenant text)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_types text := thing.registry_hash();
begin
    perform thing.enter_tenant(catalog_head.tenant);
    return (
        select jsonb_build_object('version', s.version, 'shape', md5(concat(s.shape, v_types)), 'types', v_types,
                   'origin', (select extract(epoch from o.created_at)::text
                                from schema_versions o where o.version = 0),
                   'limits', (select coalesce(jsonb_object_agg(k.name, (t.limits ->> k.name)::integer), '{}')
                                from thing.tenants t
                                join thing.limits k on k.kind = 'request' and t.limits ? k.name
                               where t.slug = catalog_head.tenant),
                   'server', (select coalesce(jsonb_object_agg(k.name, (t.limits ->> k.name)::numeric), '{}')
                                from thing.tenants t
                                join thing.limits k on k.kind = 'server' and t.limits ? k.name
                               where t.slug = catalog_head.tenant),
                   'documents', (select coalesce(jsonb_object_agg(d.hash, l.limits), '{}')
                                   from persisted_documents d
                                  cross join lateral (
                                        select jsonb_object_agg(k.name, (d.limits ->> k.name)::integer) as limits
                                          from thing.limits k
                                         where k.kind = 'request' and d.limits ? k.name) l
                                  where d.limits <> '{}' and l.limits is not null))
          from schema_versions s
         order by s.version desc
         limit 1);
end
$$;
comment on function thing.catalog_head(text) is
    'Version, shape, origin and limits of a tenant''s catalog: what a server compares with what it has. '
    'Example: select thing.catalog_head(''acme'').';
revoke all on function thing.catalog_head(text) from public;
grant execute on function thing.catalog_head(text) to thing_admin, thing_tenant;

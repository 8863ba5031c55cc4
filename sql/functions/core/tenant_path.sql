-- The search_path inside a tenant: its schema, then where the extensions live, pg_temp last (pg_catalog is implicitly
-- first). Only owners may create objects in any of these.
create or replace function thing.tenant_path(p_schema text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select concat_ws(', ', quote_ident(p_schema),
                   string_agg(distinct e.extnamespace::regnamespace::text, ', '), 'pg_temp')
          from pg_extension e
         where e.extname in ('pg_trgm', 'btree_gin', 'btree_gist', 'unaccent', 'ltree', 'vector', 'postgis')
           and e.extnamespace <> 'pg_catalog'::regnamespace);
end
$$;
comment on function thing.tenant_path(text) is 'search_path for work inside a tenant''s schema. Internal.';
revoke all on function thing.tenant_path(text) from public;

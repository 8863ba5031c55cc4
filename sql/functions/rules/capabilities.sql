-- Public: what this server can do. Types and searches whose extension is missing are off, and say why.
-- Definer: tenants have no rights on the registries' helpers.
create or replace function thing.capabilities()
returns table (kind text, name text, available boolean, version text, reason text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
    select 'server', 'postgresql', true, current_setting('server_version'), null
    union all
    select 'extension', x.name, e.extversion is not null, e.extversion, case
               when e.extversion is null and a.name is null then 'not installed on this machine'
               when e.extversion is null then format('available: create extension %I', x.name) end
      from (select unnest(array['btree_gin', 'btree_gist', 'ltree', 'pg_trgm', 'postgis',
               'unaccent', 'vector'])) x (name)
      left join pg_extension e on e.extname = x.name
      left join pg_available_extensions a on a.name = x.name
    union all
    select * from (
        select 'type', t.name, t.extension is null or thing.extension_schema(t.extension) is not null, null::text,
               case when thing.extension_schema(t.extension) is null then 'needs the extension ' || t.extension end
          from thing.field_types t order by t.position) t
    union all
    select 'collation', k.name, c.oid is not null or k.wanted is null, c.collversion,
           case when c.oid is null and k.wanted is not null then 'needs a PostgreSQL that is built with ICU' end
      from (values ('binary', null), ('natural', 'und-x-icu'), ('locales', 'en-x-icu')) k (name, wanted)
      left join pg_collation c on c.collname = k.wanted and c.collprovider = 'i'
    union all
    select 'search', s.search_extension, thing.extension_schema(s.search_extension) is not null, null,
           case when thing.extension_schema(s.search_extension) is null then 'needs the extension '
                    || s.search_extension end
      from (select distinct t.search_extension from thing.field_types t where t.search_extension is not null) s
$$;
comment on function thing.capabilities() is
    'What this server can do: its version, extensions, field types, search; with the reason for what is off. Example: '
    'select * from thing.capabilities() where not available.';
revoke all on function thing.capabilities() from public;
grant execute on function thing.capabilities() to thing_admin, thing_tenant;

-- The schema of an extension, quoted; null when it is not installed.
create or replace function thing.extension_schema(p_extension text)
returns text
language sql
stable strict
set search_path = pg_catalog, pg_temp
as $$
    select quote_ident(n.nspname)
      from pg_extension e
      join pg_namespace n on n.oid = e.extnamespace
     where e.extname = p_extension
$$;
comment on function thing.extension_schema(text) is 'Schema where an extension''s objects live, or null. Internal.';
revoke all on function thing.extension_schema(text) from public;

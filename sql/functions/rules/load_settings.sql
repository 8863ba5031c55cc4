-- Makes the settings of pgvector known in this session: what PostgreSQL does not know yet, only a superuser may set. A
-- library is loaded when a function of it runs.
create or replace function thing.load_settings()
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if thing.extension_schema('vector') is not null then
        execute format('select %L::%s.vector', '[1]', thing.extension_schema('vector'));
    end if;
end
$$;
comment on function thing.load_settings() is 'Make the settings of extensions known in this session. Internal.';
revoke all on function thing.load_settings() from public;

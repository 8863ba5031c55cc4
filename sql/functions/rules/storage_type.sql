-- The column type of a field with its collation, as DDL. Fields of equal ones share their storage.
-- Errors: TB020 INVALID_CHANGE (parameters), TB023 UNKNOWN_TYPE, TB027 EXTENSION_MISSING.
create or replace function thing.storage_type(p_type text, p_params jsonb)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select thing.column_type(p_type, p_params)
               || coalesce(' collate ' || thing.collation_of(p_params ->> 'collation'), '')
$$;
comment on function thing.storage_type(text, jsonb) is
    'Column type and collation of a field, as DDL; null without a column. Internal.';
revoke all on function thing.storage_type(text, jsonb) from public;

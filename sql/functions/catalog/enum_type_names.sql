-- The GraphQL types that the API makes of an enum. Pure.
create or replace function thing.enum_type_names(p_enum text)
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array[p_enum, p_enum || 'Filter', p_enum || 'ListFilter']
$$;
comment on function thing.enum_type_names(text) is 'The GraphQL types of an enum. Internal.';
revoke all on function thing.enum_type_names(text) from public;

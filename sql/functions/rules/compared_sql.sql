-- What is equal in values of a type that are the same, for a column or another expression of that type.
create or replace function thing.compared_sql(p_type text, p_expression text)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(replace((select t.compared_as from thing.field_types t where t.name = p_type), '{column}',
               p_expression), p_expression)
$$;
comment on function thing.compared_sql(text, text) is
    'Expression whose equality says that two values of a type are the same. Internal.';
revoke all on function thing.compared_sql(text, text) from public;

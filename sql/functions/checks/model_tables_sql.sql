-- The tables that every tenant has, and one class's table and join table for all, as DDL. Pure: text in, text out.
create or replace function thing.model_tables_sql(p_schema text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return thing.tenant_tables_sql(p_schema) || thing.tenant_functions_sql(p_schema)
        || format('create table %I.tc_model (%s);', p_schema, thing.system_columns_sql('model'))
        || array_to_string(thing.join_table_sql(p_schema, 'tj_model'), ';');
end
$$;
comment on function thing.model_tables_sql(text) is 'DDL of what is the same in every tenant''s schema. Internal.';
revoke all on function thing.model_tables_sql(text) from public;

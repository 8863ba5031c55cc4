-- The statements that make a join table. Pure.
create or replace function thing.join_table_sql(p_schema text, p_name text)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return array[
        format(
            'create table %I.%I (source_id uuid not null, target_id uuid not null, constraint %I primary key '
            '(source_id, target_id))',
            p_schema, p_name, p_name || '_pkey'),
        format('create index %I on %I.%I (target_id)', p_name || '_idx', p_schema, p_name)];
end
$$;
comment on function thing.join_table_sql(text, text) is 'DDL of a join table. Internal.';
revoke all on function thing.join_table_sql(text, text) from public;

-- The keys of indexes that no field has: what the API calls them, the id that stands for them in
-- thing_class_indexes.field_ids, their column.
create or replace function thing.system_keys()
returns table (name text, id integer, column_name text)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    values ('createdAt', 0, 'created_at'), ('updatedAt', -1, 'updated_at')
$$;
comment on function thing.system_keys() is 'Columns of every class that indexes can have as keys. Internal.';
revoke all on function thing.system_keys() from public;

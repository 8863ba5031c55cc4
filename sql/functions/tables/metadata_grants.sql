-- What a tenant's role may read of its metadata tables: the class behind a thing's id, and what that extends (node(id),
-- __typename).
create or replace function thing.metadata_grants()
returns table (table_name text, column_name text, privilege text)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    values ('thing_instances', null::text, 'SELECT'),
           ('thing_classes', 'id', 'SELECT'), ('thing_classes', 'name', 'SELECT'),
           ('thing_classes', 'extends_id', 'SELECT'),
           ('thing_classes', 'abstract', 'SELECT'), ('thing_classes', 'dropped_version', 'SELECT'),
           ('thing_rollups', null, 'SELECT')
$$;
comment on function thing.metadata_grants() is 'Privileges of a tenant''s role on its metadata. Internal.';
revoke all on function thing.metadata_grants() from public;

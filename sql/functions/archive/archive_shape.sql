-- The tables that the core itself keeps in the tenant's schema: [{name, part, columns, types}], as in
-- thing.archive_manifest. Runs inside the tenant's schema.
create or replace function thing.archive_shape()
returns jsonb
language sql
stable
as $$
    select jsonb_agg(jsonb_build_object('name', t.name, 'part', t.part, 'columns', t.columns, 'types', t.types))
      from thing.archive_tables() t
     where t.part <> 'classes'
$$;
comment on function thing.archive_shape() is 'The core''s own tables of a tenant, as an archive names them. Internal.';
revoke all on function thing.archive_shape() from public;

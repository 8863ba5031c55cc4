-- What the archive of a tenant begins with: who it is, what made it, its tables and sequences. Called in the snapshot
-- that the rows are then read in: sequences know no snapshots, and so are never behind the rows.
--   {format, core, server, extensions: {name: version}, tenant: {slug, label, id, limits, textCollation, createdAt},
--    schema, schemaVersion, tables: [{name, part, columns, types, bytes}], sequences: {name: last value}, trimmedSeq}
-- Errors: TB044 FORBIDDEN, those of thing.enter_tenant. Definer: reads a tenant's tables for members of thing_admin.
create or replace function thing.archive_manifest(tenant text)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(archive_manifest.tenant);
    return (
        select jsonb_build_object(
                   'format', 1,
                   'core', (select max(v.version) from thing.core_versions v),
                   'server', current_setting('server_version_num')::integer,
                   'extensions', (select coalesce(jsonb_object_agg(e.extname, e.extversion), '{}')
                                    from pg_extension e
                                   where e.extname in (select y.extension from thing.field_types y
                                                         join thing_class_fields f on f.type = y.name)),
                   'tenant', jsonb_build_object('slug', t.slug, 'label', t.label, 'id', t.id, 'limits', t.limits,
                       'textCollation', t.text_collation, 'createdAt', t.created_at),
                   'schema', t.schema_name,
                   'schemaVersion', (select max(s.version) from schema_versions s),
                   'tables', (select jsonb_agg(jsonb_build_object('name', a.name, 'part', a.part, 'columns', a.columns,
                                         'types', a.types, 'bytes', a.bytes) order by a.n)
                                from thing.archive_tables() with ordinality a (
                                         name, part, columns, types, bytes, n)),
                   'sequences', (select coalesce(jsonb_object_agg(c.relname, pg_sequence_last_value(c.oid)), '{}')
                                   from pg_class c
                                  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'S'),
                   'trimmedSeq', (select l.trimmed_seq from change_log_state l))
          from thing.tenants t
         where t.slug = archive_manifest.tenant);
end
$$;
comment on function thing.archive_manifest(text) is
    'What the archive of a tenant begins with: its tables, sequences, limits, and what made it. Example: select '
    'thing.archive_manifest(''acme'').';
revoke all on function thing.archive_manifest(text) from public;
grant execute on function thing.archive_manifest(text) to thing_admin;

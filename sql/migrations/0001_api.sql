-- What the API needs: names and catalog entries of classes, remembered answers, persisted documents, a look at the classes for each tenant's role.
-- thing.refresh_tenant fills the names and entries.
alter table thing.installation drop constraint installation_role_prefix_check;
alter table thing.installation add constraint installation_role_prefix_check check (role_prefix ~ '^(?!api_)[a-z][a-z0-9_]{0,18}$');
comment on column thing.installation.role_prefix is
    'Prefix of tenant roles. Roles are cluster-wide: a second installation in one cluster needs another prefix. The API''s roles have api_ before it.';

do $$
declare
    v_tenant record;
begin
    for v_tenant in select t.schema_name, t.role_name from thing.tenants t order by t.slug loop
        execute replace($ddl$
alter table {s}.thing_classes add column singular text;
alter table {s}.thing_classes add column plural text;
alter table {s}.thing_classes add column api_names text[];
alter table {s}.thing_classes add column entry json;
alter table {s}.thing_classes add column entry_shape text;
alter table {s}.thing_classes add column index_entry text;
create index thing_classes_api_names_idx on {s}.thing_classes using gin (api_names) with (fastupdate = off) where dropped_version is null;
create index thing_classes_changed_version_idx on {s}.thing_classes (changed_version) include (id, entry_shape, index_entry) where dropped_version is null;
create index thing_classes_checksum_idx on {s}.thing_classes (name collate "C") include (shape_hash) where dropped_version is null;
create index thing_classes_dropped_version_idx on {s}.thing_classes (dropped_version) where dropped_version is not null;
create index thing_class_fields_api_name_idx on {s}.thing_class_fields (name) where dropped_version is null;
comment on column {s}.thing_classes.changed_version is 'The schema version that changed the entry last.';
comment on column {s}.thing_classes.api_names is 'Every GraphQL type that the API makes of the class, and its query fields as Query.<name>: no two classes share one.';
comment on column {s}.thing_classes.entry is 'The class as thing.catalog_entries sends it, made by thing.refresh_entries.';
comment on column {s}.thing_classes.entry_shape is 'md5 of the entry without its version.';
comment on column {s}.thing_classes.index_entry is 'The class as thing.catalog_index sends it: JSON.';
alter table {s}.schema_versions add column shape text;
comment on column {s}.schema_versions.shape is 'Hash over the catalog''s entries of all classes (thing.catalog_shape): equal in tenants with the same API.';
create table {s}.idempotency_keys (
    key         text constraint idempotency_keys_pkey primary key
                constraint idempotency_keys_key_check check (length(key) between 1 and 255),
    fingerprint text not null,
    response    text,
    created_at  timestamptz not null default now()
);
create index idempotency_keys_created_at_idx on {s}.idempotency_keys (created_at);
comment on table {s}.idempotency_keys is 'What was answered to the mutations of the last day that came with a key (thing.begin_idempotent).';
create table {s}.persisted_documents (
    hash       text constraint persisted_documents_pkey primary key
               constraint persisted_documents_hash_check check (hash ~ '^[0-9a-f]{64}$'),
    document   text not null,
    created_at timestamptz not null default now(),
    created_by text not null
);
comment on table {s}.persisted_documents is 'GraphQL documents that clients may name by their SHA-256 (thing.persist_document).';
$ddl$, '{s}', quote_ident(v_tenant.schema_name));
        execute format('grant select (id, name, extends_id, abstract, dropped_version) on %I.thing_classes to %I', v_tenant.schema_name, v_tenant.role_name);
    end loop;
end
$$;

drop function thing.purge_steps(integer);   -- it returns more now

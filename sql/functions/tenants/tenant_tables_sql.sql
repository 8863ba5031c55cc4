-- The DDL of a tenant's own tables: metadata, instances, log, jobs. Pure: text in, text out.
create or replace function thing.tenant_tables_sql(p_schema text)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select replace($ddl$
create table {s}.thing_classes (
    id              integer generated always as identity constraint thing_classes_pkey primary key,
    name            text not null,
    physical_name   text not null constraint thing_classes_physical_name_key unique
                    constraint thing_classes_physical_name_check check (physical_name ~ '^[a-z][a-z0-9_]{0,47}$'),
    label           text,
    description     text,
    extends_id      integer constraint thing_classes_extends_id_fkey references {s}.thing_classes (id),
    abstract        boolean not null default false,
    rules           jsonb not null default '{}',
    deprecated      text,
    shape_hash      text,
    predicate       text,
    compiled        jsonb,
    triggers_hash   text,
    created_version integer not null,
    changed_version integer not null default 0,
    dropped_version integer
);
create unique index thing_classes_name_key on {s}.thing_classes (name) where dropped_version is null;
create index thing_classes_extends_id_idx on {s}.thing_classes (extends_id);
comment on table {s}.thing_classes is 'The Thing Classes of this tenant; the things of a class stand in table tc_<physical_name>.';

create table {s}.thing_class_fields (
    id               integer generated always as identity constraint thing_class_fields_pkey primary key,
    class_id         integer not null constraint thing_class_fields_class_id_fkey references {s}.thing_classes (id),
    name             text not null,
    physical_name    text not null
                     constraint thing_class_fields_physical_name_check check (physical_name ~ '^[a-z][a-z0-9_]{0,47}$'),
    type             text not null,
    params           jsonb not null default '{}',
    label            text,
    description      text,
    position         integer not null,
    validation_rules jsonb not null default '{}',
    indexed          boolean not null default false,
    searchable       boolean not null default false,
    default_value    jsonb,
    target_id        integer constraint thing_class_fields_target_id_fkey references {s}.thing_classes (id),
    on_delete        text constraint thing_class_fields_on_delete_check check (on_delete in ('restrict', 'setNull', 'cascade')),
    inherited_from   integer constraint thing_class_fields_inherited_from_fkey references {s}.thing_class_fields (id),
    deprecated       text,
    created_version  integer not null,
    dropped_version  integer,
    pending          jsonb,
    constraint thing_class_fields_physical_name_key unique (class_id, physical_name)
);
create unique index thing_class_fields_name_key on {s}.thing_class_fields (class_id, name) where dropped_version is null;
create index thing_class_fields_inherited_from_idx on {s}.thing_class_fields (inherited_from);
create index thing_class_fields_target_id_idx on {s}.thing_class_fields (target_id);
create index thing_class_fields_validation_rules_idx on {s}.thing_class_fields using gin (validation_rules);
comment on table {s}.thing_class_fields is 'The fields of each class, inherited ones included; validation_rules of an inherited field hold only what the child overrides.';

create table {s}.thing_class_uniques (
    id              integer generated always as identity constraint thing_class_uniques_pkey primary key,
    class_id        integer not null constraint thing_class_uniques_class_id_fkey references {s}.thing_classes (id),
    name            text not null,
    field_ids       integer[] not null,
    inherited_from  integer constraint thing_class_uniques_inherited_from_fkey references {s}.thing_class_uniques (id),
    created_version integer not null,
    dropped_version integer
);
create unique index thing_class_uniques_name_key on {s}.thing_class_uniques (class_id, name) where dropped_version is null;
comment on table {s}.thing_class_uniques is 'Combinations of fields that are unique within a class.';

create table {s}.schema_versions (
    version    integer constraint schema_versions_pkey primary key,
    operations jsonb not null,
    inverse    jsonb not null,
    diff       jsonb not null,
    checksum   text not null,
    author     text not null,
    reverts    integer,
    xid        xid8 not null default pg_current_xact_id(),
    created_at timestamptz not null default now()
);
comment on table {s}.schema_versions is 'Every schema change: what was asked, how to undo it, what it meant, and the checksum of the schema after it.';

create table {s}.thing_instances (
    id         uuid constraint thing_instances_pkey primary key,
    class_id   integer not null constraint thing_instances_class_id_fkey references {s}.thing_classes (id),
    created_at timestamptz not null default now()
);
comment on table {s}.thing_instances is 'One row per thing of any class: what references to a parent class, or to any class, point to.';

create table {s}.change_log (
    seq       bigint generated always as identity constraint change_log_pkey primary key,
    xid       xid8 not null default pg_current_xact_id(),
    at        timestamptz not null default now(),
    class_id  integer,
    version   integer,
    operation text not null,
    thing_id  uuid,
    old       jsonb,
    new       jsonb,
    actor     text,
    by_role   text
);
create index change_log_xid_idx on {s}.change_log (xid);
comment on table {s}.change_log is 'Audit log and outbox in one: a row per changed thing and per schema change.';

create table {s}.thing_subscribers (
    id         uuid default gen_random_uuid() constraint thing_subscribers_pkey primary key,
    expires_at timestamptz not null
);
comment on table {s}.thing_subscribers is 'Who listens to this tenant now; while nobody does, no data trigger notifies.';

create table {s}.thing_jobs (
    id             bigint generated always as identity constraint thing_jobs_pkey primary key,
    kind           text not null,
    class_id       integer,
    field_id       integer,
    object_name    text,
    statements     jsonb not null,
    state          text not null default 'queued' constraint thing_jobs_state_check check (state in ('queued', 'running', 'done', 'failed')),
    attempts       integer not null default 0,
    error          text,
    schema_version integer,
    created_at     timestamptz not null default now(),
    started_at     timestamptz,
    finished_at    timestamptz,
    lease_until    timestamptz
);
create index thing_jobs_queue_idx on {s}.thing_jobs (id) where state in ('queued', 'running');
comment on table {s}.thing_jobs is 'Durable queue of what must run outside a migration: concurrent indexes, validation, backfills.';
$ddl$, '{s}', quote_ident(p_schema))
$$;
comment on function thing.tenant_tables_sql(text) is 'DDL of the tables every tenant schema starts with. Internal.';
revoke all on function thing.tenant_tables_sql(text) from public;

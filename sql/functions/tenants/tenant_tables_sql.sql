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
    retired_columns text[] not null default '{}',
    created_version integer not null,
    changed_version integer not null default 0,
    dropped_version integer,
    singular        text,
    plural          text,
    api_names       text[],
    entry           json,
    entry_shape     text,
    index_entry     text,
    rollup          jsonb
);
create unique index thing_classes_name_key on {s}.thing_classes (name) where dropped_version is null;
create index thing_classes_extends_id_idx on {s}.thing_classes (extends_id);
create index thing_classes_api_names_idx on {s}.thing_classes using gin (api_names) with (fastupdate = off)
    where dropped_version is null;
create index thing_classes_changed_version_idx on {s}.thing_classes (changed_version)
    include (id, entry_shape, index_entry) where dropped_version is null;
create index thing_classes_checksum_idx on {s}.thing_classes (name collate "C") include (shape_hash)
    where dropped_version is null;
create index thing_classes_dropped_version_idx on {s}.thing_classes (dropped_version) where dropped_version is not null;
comment on table {s}.thing_classes is
    'The Thing Classes of this tenant; the things of a class stand in table tc_<physical_name>.';
comment on column {s}.thing_classes.changed_version is 'The schema version that changed the entry last.';
comment on column {s}.thing_classes.api_names is
    'Every GraphQL type that the API makes of the class, and its query fields as Query.<name>: no two classes share '
    'one.';
comment on column {s}.thing_classes.entry is
    'The class as thing.catalog_entries sends it, made by thing.refresh_entries.';
comment on column {s}.thing_classes.entry_shape is 'md5 of the entry without its version.';
comment on column {s}.thing_classes.index_entry is 'The class as thing.catalog_index sends it: JSON.';
comment on column {s}.thing_classes.rollup is
    'What a rollup counts and how: {class, filter, keys: [{field, path, by, zone}], figures: '
    '[{field, function, path}], refresh}, fields by their ids. Null: a class of things of its own.';

create table {s}.thing_rollups (
    class_id     integer constraint thing_rollups_pkey primary key
                 constraint thing_rollups_class_id_fkey references {s}.thing_classes (id) on delete cascade,
    refreshed_at timestamptz not null,
    seconds      double precision not null
);
comment on table {s}.thing_rollups is 'When each rollup was filled last (thing.fill_rollup), and how long that took.';

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
    on_delete        text constraint thing_class_fields_on_delete_check
                     check (on_delete in ('restrict', 'setNull', 'cascade')),
    inherited_from   integer constraint thing_class_fields_inherited_from_fkey references {s}.thing_class_fields (id),
    deprecated       text,
    created_version  integer not null,
    dropped_version  integer,
    pending          jsonb,
    inverse_name     text,
    aliases          jsonb not null default '{}',
    expression       jsonb,
    inlined          boolean not null default false,
    personal         boolean not null default false,
    constraint thing_class_fields_physical_name_key unique (class_id, physical_name)
);
-- Not unique: a class that is dropped may get a field from its parent by the name of one of its own. It cannot be
-- restored so.
create index thing_class_fields_name_idx on {s}.thing_class_fields (class_id, name) where dropped_version is null;
create index thing_class_fields_api_name_idx on {s}.thing_class_fields (name) where dropped_version is null;
create index thing_class_fields_inherited_from_idx on {s}.thing_class_fields (inherited_from);
create index thing_class_fields_target_id_idx on {s}.thing_class_fields (target_id);
create index thing_class_fields_validation_rules_idx on {s}.thing_class_fields using gin (validation_rules);
create index thing_class_fields_inverse_name_idx on {s}.thing_class_fields (inverse_name)
    where inverse_name is not null;
comment on column {s}.thing_class_fields.inverse_name is
    'What the target class of a reference calls the things that refer to it (thing.default_inverse, or as chosen). '
    'Null where the reference is inherited or has no target.';
create index thing_class_fields_aliases_idx on {s}.thing_class_fields (class_id) where aliases <> '{}';
comment on column {s}.thing_class_fields.aliases is
    'Former names that the API still has, with the time that each ends: {"author": "2026-12-12T00:00:00Z"}.';
create index thing_class_fields_expression_idx on {s}.thing_class_fields (class_id) where expression is not null;
comment on column {s}.thing_class_fields.expression is
    'Of a computed field: {"tree", "uses": ["<class id>:<column>", ...], "storable", "single"} '
    '(thing.define_expression); where it is kept also "kept", "start" (what it is over empty lists), "filled".';
comment on column {s}.thing_class_fields.inlined is
    'A computed field that has no column: it is worked out when it is read.';
comment on column {s}.thing_class_fields.personal is
    'Its values say something about a person: a clone for tests gets made-up ones in their place.';
comment on table {s}.thing_class_fields is
    'The fields of each class, inherited ones included; validation_rules of an inherited field hold only what the '
    'child overrides.';

create table {s}.thing_class_uniques (
    id              integer generated always as identity constraint thing_class_uniques_pkey primary key,
    class_id        integer not null constraint thing_class_uniques_class_id_fkey references {s}.thing_classes (id),
    name            text not null,
    field_ids       integer[] not null,
    inherited_from  integer constraint thing_class_uniques_inherited_from_fkey references {s}.thing_class_uniques (id),
    created_version integer not null,
    dropped_version integer
);
create index thing_class_uniques_name_idx on {s}.thing_class_uniques (class_id, name) where dropped_version is null;
comment on table {s}.thing_class_uniques is 'Combinations of fields that are unique within a class.';

create table {s}.thing_class_indexes (
    id              integer generated always as identity constraint thing_class_indexes_pkey primary key,
    class_id        integer not null constraint thing_class_indexes_class_id_fkey references {s}.thing_classes (id),
    name            text not null,
    field_ids       integer[] not null,
    orders          text[] not null,
    created_version integer not null,
    constraint thing_class_indexes_name_key unique (class_id, name)
);
comment on table {s}.thing_class_indexes is
    'Indexes over several keys. Those that extend the class have them too, without a row of their own.';
comment on column {s}.thing_class_indexes.field_ids is
    'The keys: fields of the class, or what thing.system_keys calls createdAt and updatedAt.';
comment on column {s}.thing_class_indexes.orders is
    'The direction of each key: ASC, DESC, ASC_NULLS_FIRST, DESC_NULLS_LAST.';

create table {s}.thing_enums (
    id              integer generated always as identity constraint thing_enums_pkey primary key,
    name            text not null,
    description     text,
    options         jsonb not null,
    created_version integer not null,
    dropped_version integer
);
create unique index thing_enums_name_key on {s}.thing_enums (name) where dropped_version is null;
create index thing_class_fields_enum_idx on {s}.thing_class_fields ((params ->> 'enum')) where params ? 'enum';
comment on table {s}.thing_enums is
    'Enums that select and multiselect fields share. A field names one by its id in params, beside a copy of the '
    'options.';

create table {s}.thing_roles (
    name            text constraint thing_roles_pkey primary key,
    includes        text[] not null default '{}',
    description     text,
    created_version integer not null
);
comment on table {s}.thing_roles is
    'Roles of this tenant, which tokens name. A role may do what those that it includes may.';
create table {s}.thing_policies (
    role            text not null,
    class_id        integer not null constraint thing_policies_class_id_fkey references {s}.thing_classes (id),
    verb            text not null
                    constraint thing_policies_verb_check
                    check (verb in ('read', 'aggregate', 'create', 'update', 'delete')),
    name            text not null,
    fields          jsonb,
    condition       jsonb,
    new_condition   jsonb,
    presets         jsonb,
    created_version integer not null,
    constraint thing_policies_pkey primary key (class_id, role, verb, name)
);
comment on table {s}.thing_policies is
    'What roles may do with things of a class and of those that extend it. What no policy grants is not allowed.';
comment on column {s}.thing_policies.role is 'Empty: a restriction, which all roles of the tenant are held to.';
comment on column {s}.thing_policies.fields is
    'Which fields, as "#<id>" or a field of the system. Null: all of the class.';
comment on column {s}.thing_policies.condition is
    'Which things, as a filter of GraphQL with fields by their ids (thing.policy_condition). Null: all.';
comment on column {s}.thing_policies.new_condition is 'What a thing that is written must be like, likewise.';
comment on column {s}.thing_policies.presets is 'Values that a write sets: {"#<id>": value}.';

create table {s}.thing_class_entries (
    class_id integer not null,
    since    integer not null,
    until    integer not null,
    shape    text not null,
    entry    json not null,
    constraint thing_class_entries_pkey primary key (class_id, since)
);
create index thing_class_entries_until_idx on {s}.thing_class_entries (until, since);
comment on table {s}.thing_class_entries is 'Entries of the catalog as they were: what thing.catalog_at shows.';
comment on column {s}.thing_class_entries.until is 'The version that changed it or hid its class.';

create table {s}.schema_versions (
    version    integer constraint schema_versions_pkey primary key,
    operations jsonb not null,
    inverse    jsonb not null,
    diff       jsonb not null,
    checksum   text not null,
    author     text not null,
    reverts    integer,
    xid        xid8 not null default pg_current_xact_id(),
    created_at timestamptz not null default now(),
    shape      text
);
comment on column {s}.schema_versions.shape is
    'Hash over the catalog''s entries of all classes (thing.catalog_shape): equal in tenants with the same API.';
comment on table {s}.schema_versions is
    'Every schema change: what was asked, how to undo it, what it meant, and the checksum of the schema after it.';

create table {s}.thing_instances (
    id         uuid constraint thing_instances_pkey primary key,
    class_id   integer not null,
    created_at timestamptz not null default now()
);
comment on table {s}.thing_instances is
    'One row per thing of any class: what references to a parent class, or to any class, point to. Only triggers '
    'write it, so class_id needs no foreign key of its own (it would cost a trigger call a row).';

create table {s}.change_log (
    seq       bigint generated always as identity constraint change_log_pkey primary key,
    xid       xid8 not null default pg_current_xact_id(),
    at        timestamptz not null default now(),
    class_id  integer,
    version   integer,
    thing_id  uuid,
    operation text not null
              constraint change_log_operation_check
              check (operation in ('insert', 'update', 'delete', 'link', 'unlink', 'schema')),
    actor     text,
    by_role   text,
    old       jsonb,
    new       jsonb
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);
create index change_log_xid_idx on {s}.change_log (xid, seq);
create index change_log_thing_id_idx on {s}.change_log (thing_id, seq);
comment on table {s}.change_log is
    'Audit log and outbox in one: a row per changed thing, link and schema change. Read it through '
    'thing.read_changes and thing.history.';
comment on column {s}.change_log.seq is
    'Order within what a reader sees; never a place to resume from, since a late commit has a low one.';
comment on column {s}.change_log.xid is
    'The transaction that wrote the row: what a snapshot tells seen from unseen by.';
comment on column {s}.change_log.version is
    'Version of the thing after the change; of the schema, for a schema change.';
comment on column {s}.change_log.actor is 'Who, as the connection says (setting thing.actor), else the role.';
comment on column {s}.change_log.by_role is 'The role that logged in: cannot be set.';
comment on column {s}.change_log.old is
    'Image before an update or delete, keyed by column; unlink: column and target. The image after is that before '
    'the next change, or the thing itself.';
comment on column {s}.change_log.new is 'link: column and target; schema: operations, diff and author.';

create table {s}.change_log_state (
    singleton   boolean default true constraint change_log_state_pkey primary key
                constraint change_log_state_singleton_check check (singleton),
    identity    text not null,
    floor_seq   bigint not null default 0,
    trimmed_xid xid8 not null default '0',
    trimmed_seq bigint not null default 0,
    same_as     oid[],
    partition_ends jsonb not null default '{}'
);
insert into {s}.change_log_state (identity) values (thing.log_identity('{s}.change_log'));
comment on table {s}.change_log_state is 'One row: from where on the log can be read as events.';
comment on column {s}.change_log_state.identity is
    'The log whose transaction ids the rows carry (thing.log_identity): another after a restore.';
comment on column {s}.change_log_state.floor_seq is
    'Rows up to here came from another cluster or a backup: history, but no events.';
comment on column {s}.change_log_state.trimmed_xid is 'Greatest xid that thing.trim_change_log has deleted.';
comment on column {s}.change_log_state.trimmed_seq is 'Greatest seq that it has deleted.';
comment on column {s}.change_log_state.same_as is
    'Of a log that got partitions: its oid, and that of the table it was, whose identity it keeps.';
comment on column {s}.change_log_state.partition_ends is
    'When each partition of the log ended that is written no more: {"change_log_1": time} (thing.keep_log).';

create table {s}.thing_subscribers (
    id          uuid default gen_random_uuid() constraint thing_subscribers_pkey primary key,
    expires_at  timestamptz not null,
    awake_until timestamptz
);
comment on table {s}.thing_subscribers is
    'Who listens to this tenant now; while no one does, no data trigger notifies.';
comment on column {s}.thing_subscribers.awake_until is
    'Until then it reads all the time, and need not be woken (thing.stay_awake).';

create table {s}.thing_jobs (
    id             bigint generated always as identity constraint thing_jobs_pkey primary key,
    kind           text not null,
    class_id       integer,
    field_id       integer,
    table_name     text,
    object_name    text,
    state          text not null default 'queued' constraint thing_jobs_state_check
                   check (state in ('queued', 'running', 'done', 'failed')),
    attempts       integer not null default 0,
    progress       jsonb,
    error          text,
    error_detail   jsonb,
    schema_version integer,
    created_at     timestamptz not null default now(),
    run_after      timestamptz not null default now(),
    started_at     timestamptz,
    finished_at    timestamptz
);
create unique index thing_jobs_open_key on {s}.thing_jobs (kind, class_id, table_name, object_name)
    nulls not distinct where state <> 'done';
comment on table {s}.thing_jobs is
    'Durable queue of what must run outside a migration: concurrent indexes, validation, backfills. Open jobs name '
    'an object once.';
create table {s}.thing_numbers (
    counter text constraint thing_numbers_pkey primary key,
    last    bigint not null default 0,
    turns   bigint not null default 0
) with (fillfactor = 50);
comment on table {s}.thing_numbers is
    'How far the defaults that count up without gaps have counted (thing.gapless_number).';
comment on column {s}.thing_numbers.turns is
    'How many transactions have counted: what calls the trigger keep_number at their end.';
create table {s}.idempotency_keys (
    key         text constraint idempotency_keys_pkey primary key
                constraint idempotency_keys_key_check check (length(key) between 1 and 255),
    fingerprint text not null,
    response    text,
    created_at  timestamptz not null default now()
);
create index idempotency_keys_created_at_idx on {s}.idempotency_keys (created_at);
comment on table {s}.idempotency_keys is
    'What was answered to the mutations of the last day that came with a key (thing.begin_idempotent).';
comment on column {s}.thing_jobs.object_name is
    'What the job makes; how is worked out at each step, from what is there (thing.step_job).';
create table {s}.persisted_documents (
    hash       text constraint persisted_documents_pkey primary key
               constraint persisted_documents_hash_check check (hash ~ '^[0-9a-f]{64}$'),
    document   text not null,
    created_at timestamptz not null default now(),
    created_by text not null,
    limits     jsonb not null default '{}'
);
create index persisted_documents_limits on {s}.persisted_documents (hash) where limits <> '{}';
comment on table {s}.persisted_documents is
    'GraphQL documents that clients may name by their SHA-256 (thing.persist_document).';
comment on column {s}.persisted_documents.limits is
    'Of requests for this document, in place of the tenant''s: {name: number}.';
create table {s}.client_operations (
    client         text not null constraint client_operations_client_check check (length(client) between 1 and 200),
    hash           text not null constraint client_operations_hash_check check (hash ~ '^[0-9a-f]{64}$'),
    name           text,
    document       text not null constraint client_operations_document_check check (octet_length(document) <= 262144),
    schema_version integer not null,
    registered_at  timestamptz not null default now(),
    seen_at        timestamptz not null default now(),
    constraint client_operations_pkey primary key (client, hash)
);
comment on table {s}.client_operations is
    'GraphQL documents that clients say they send (thing.register_client_operations): what a change of the schema is '
    'held to.';
create table {s}.access_usage (
    class_id      integer not null,
    reading       text not null constraint access_usage_reading_check check (reading in ('page', 'all')),
    equal         integer[] not null,
    ranges        integer[] not null,
    sort          text[] not null,
    searched      text[] not null,
    calls         bigint not null,
    ms            double precision not null,
    most_ms       double precision not null,
    rows          bigint not null,
    writes_before bigint not null,
    since         timestamptz not null default now(),
    last_at       timestamptz not null default now(),
    constraint access_usage_pkey primary key (class_id, reading, equal, ranges, sort, searched)
);
comment on table {s}.access_usage is
    'How often lists read a class in which way, as servers counted it (thing.note_access): what advice about indexes '
    'is made from. Fields by their ids, as in thing_class_indexes.';
comment on column {s}.access_usage.reading is 'page: the first rows of an order. all: every row that fits.';
comment on column {s}.access_usage.writes_before is 'Rows of the class that were written when the counting began.';
create table {s}.index_trials (
    id          bigint generated always as identity constraint index_trials_pkey primary key,
    class_id    integer not null,
    name        text not null,
    field_ids   integer[] not null,
    state       text not null constraint index_trials_state_check
                check (state in ('building', 'tried', 'kept', 'taken back')),
    mean_before double precision not null,
    mean_after  double precision,
    calls       bigint,
    ms          double precision,
    begun_at    timestamptz not null default now(),
    ready_at    timestamptz,
    ended_at    timestamptz
);
comment on table {s}.index_trials is
    'Indexes that auto_index made: ms of a list before and after, and what came of it.';
comment on column {s}.index_trials.calls is 'Of the lists that it serves, when it was ready; so is ms.';
create table {s}.storage_full (
    name    text constraint storage_full_pkey primary key,
    used    bigint not null,
    allowed bigint not null
);
comment on table {s}.storage_full is
    'Limits of stored data that the tenant has reached (thing.measure_storage): what triggers refuse writes by. While '
    'there are none it has no page.';
comment on column {s}.client_operations.schema_version is 'The version of the schema when it was registered last.';
create table {s}.sign_in (
    singleton     boolean constraint sign_in_pkey primary key default true
                  constraint sign_in_singleton_check check (singleton),
    enabled       boolean not null,
    class_id      integer not null,
    role          text not null,
    open          boolean not null,
    session_days  integer not null
);
comment on table {s}.sign_in is
    'How users sign in with a password or a link (thing.set_sign_in); no row: they cannot.';
comment on column {s}.sign_in.class_id is 'The class whose things the users are.';
comment on column {s}.sign_in.role is 'Of those who have no roles of their own.';
comment on column {s}.sign_in.open is 'Whether people may sign up by themselves.';
create table {s}.sign_in_accounts (
    id            uuid constraint sign_in_accounts_pkey primary key,
    email         text not null constraint sign_in_accounts_email_key unique
                  constraint sign_in_accounts_email_check check (length(email) <= 320),
    password_hash text constraint sign_in_accounts_password_hash_check check (password_hash ~ '^[$]argon2id[$]'),
    roles         text[],
    verified_at   timestamptz,
    failures      integer not null default 0,
    failed_at     timestamptz,
    created_at    timestamptz not null default now()
);
comment on table {s}.sign_in_accounts is
    'Who may sign in. Read by thing.sign_in_account alone: no role of the tenant, and no field of the API.';
comment on column {s}.sign_in_accounts.id is 'The user''s thing; the subject of tokens.';
comment on column {s}.sign_in_accounts.email is
    'In lower case. What stands in the user''s thing is for show: who may write that cannot sign in as another one.';
comment on column {s}.sign_in_accounts.failures is 'Wrong passwords since the last right one.';
create table {s}.sign_in_sessions (
    id         uuid constraint sign_in_sessions_pkey primary key default gen_random_uuid(),
    account_id uuid not null constraint sign_in_sessions_account_id_fkey
               references {s}.sign_in_accounts (id) on delete cascade,
    uses       integer not null default 0,
    began_at   timestamptz not null default clock_timestamp(),
    used_at    timestamptz not null default clock_timestamp()
);
create index sign_in_sessions_account_id_idx on {s}.sign_in_sessions (account_id, used_at);
comment on table {s}.sign_in_sessions is
    'Refresh tokens, a row a family. The tokens are not stored: each is a MAC of the session and of how many it had '
    'before, by a key that only server processes have.';
comment on column {s}.sign_in_sessions.uses is 'How many tokens it had: only the last one is good.';
create table {s}.sign_in_links (
    hash          bytea constraint sign_in_links_pkey primary key,
    account_id    uuid not null constraint sign_in_links_account_id_fkey
                  references {s}.sign_in_accounts (id) on delete cascade,
    password_hash text constraint sign_in_links_password_hash_check check (password_hash ~ '^[$]argon2id[$]'),
    expires_at    timestamptz not null
);
create index sign_in_links_account_id_idx on {s}.sign_in_links (account_id);
comment on table {s}.sign_in_links is 'Links in e-mails, each good once: SHA-256 of their secret.';
comment on column {s}.sign_in_links.password_hash is 'What becomes the password with it: that of who signed up.';
$ddl$, '{s}', quote_ident(p_schema))
$$;
comment on function thing.tenant_tables_sql(text) is 'DDL of the tables every tenant schema starts with. Internal.';
revoke all on function thing.tenant_tables_sql(text) from public;

-- The directory: every server of an installation has a core of its own; one of them, which commands and the API connect
-- to, knows where the tenants are.
create table if not exists thing.servers (
    name          text primary key check (name ~ '^[a-z][a-z0-9_]{0,39}$'),
    dsn           text not null check (dsn ~ '^postgres(ql)?://[^:@/ ]+@[^@ ]+/[^/?@ ]+$'),
    password_from text check (password_from ~ '^(env:[A-Za-z_][A-Za-z0-9_]*|file:/.+)$'),
    kind          text not null default 'postgresql' check (kind = 'postgresql'),
    state         text not null default 'active' check (state in ('active', 'draining')),
    added_at      timestamptz not null default now()
);
comment on table thing.servers is
    'Other PostgreSQL servers that tenants of this installation live on (thing.add_server).';
comment on column thing.servers.dsn is 'postgresql://user@host:port/database: never with a password.';
comment on column thing.servers.password_from is
    'Where programs find the password: env:NAME or file:/PATH; null: libpq''s password file, or none is needed.';
comment on column thing.servers.state is 'draining: no new tenants; those that are there can be moved away.';
grant select on thing.servers to thing_admin;

create table if not exists thing.tenants (
    slug         text primary key check (slug ~ '^[a-z][a-z0-9_]{0,39}$'),
    label        text not null,
    schema_name  text not null unique,
    role_name    text not null unique,
    limits       jsonb not null default '{}',
    suspended_at timestamptz,
    created_at   timestamptz not null default now(),
    id           uuid not null unique default gen_random_uuid(),
    slug_since   timestamptz not null default clock_timestamp(),
    core_version integer,
    core_checksum text,
    text_collation text,
    server       text constraint tenants_server_fkey references thing.servers (name)
);
comment on table thing.tenants is 'The tenants. Everything else of a tenant lives in its own schema.';
comment on column thing.tenants.slug is 'What the tenant is called in every function; schema and role derive from it.';
comment on column thing.tenants.limits is
    'Limits as set by thing.tenant_limits; those PostgreSQL knows also stand on the role.';
comment on column thing.tenants.core_version is
    'The newest migration of the core whose part for tenants its schema has; null: that of thing.core_versions when '
    'it was made.';
comment on column thing.tenants.core_checksum is
    'Checksum of the core that its triggers, rules and catalog were made by last (thing.refresh_tenant).';
comment on column thing.tenants.text_collation is
    'Of new text fields that name none (thing.tenant_collation); null: the database''s.';
comment on column thing.tenants.server is
    'The server that it lives on, with a row of its own there; null: this database.';
comment on column thing.tenants.id is
    'Tells the tenant from a later one of the same slug; stays when it is renamed. Tokens name it (claim tid).';
comment on column thing.tenants.slug_since is
    'When it was given its slug: tokens without tid must have been issued later.';
grant select on thing.tenants to thing_admin;

create table if not exists thing.endings (
    role_oid oid primary key
);
comment on table thing.endings is
    'Login roles that were shut out (suspended, renamed, dropped) and whose sessions thing.end_sessions() has to end.';

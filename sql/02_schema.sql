-- Schema thing holds the core: functions, types, registries. No tenant data.
-- From here on everything is made by thing_owner, no matter which role runs the install.
create schema if not exists thing authorization thing_owner;
grant usage on schema thing to thing_admin, thing_tenant;

set role thing_owner;

-- No role may execute a function until it is granted.
alter default privileges for role thing_owner revoke execute on functions from public;

create table if not exists thing.installation (
    singleton         boolean primary key default true check (singleton),
    id                uuid not null default gen_random_uuid(),
    channel           text not null default 'thing_' || replace(gen_random_uuid()::text, '-', ''),
    role_prefix       text not null default 'tenant_' check (role_prefix ~ '^(?!api_)[a-z][a-z0-9_]{0,18}$'),
    installed_at      timestamptz not null default now(),
    oldest_program    integer not null default 0
);
comment on table thing.installation is 'One row: who this installation is.';
comment on column thing.installation.id is 'Identity of this installation; part of every event cursor.';
comment on column thing.installation.channel is
    'NOTIFY channel. LISTEN knows no privileges, so the name itself is the secret: only thing_admin reads it.';
comment on column thing.installation.role_prefix is
    'Prefix of tenant roles. Roles are cluster-wide: a second installation in one cluster needs another prefix. The '
    'API''s roles have api_ before it.';
comment on column thing.installation.oldest_program is
    'Server programs whose own newest migration is older than this do not work with this core.';
insert into thing.installation default values on conflict do nothing;
grant select on thing.installation to thing_admin;

create table if not exists thing.core_versions (
    version      integer primary key,
    slug         text not null,
    checksum     text not null,
    installed_at timestamptz not null default now()
);
comment on table thing.core_versions is
    'Migrations of the core itself (sql/migrations) that this database has; a fresh install records them all.';
grant select on thing.core_versions to thing_admin;

-- Where a tenant lives: here, or on another server.
create table if not exists thing.servers (
    name          text primary key check (name ~ '^[a-z][a-z0-9_]{0,39}$'),
    dsn           text not null check (dsn ~ '^postgres(ql)?://[^:@/ ]+@[^@ ]+/[^/?@ ]+$'),
    password_from text check (password_from ~ '^(env:[A-Za-z_][A-Za-z0-9_]*|file:/.+)$'),
    kind          text not null default 'postgresql' check (kind = 'postgresql'),
    state         text not null default 'active' check (state in ('active', 'draining')),
    added_at      timestamptz not null default now()
);
grant select on thing.servers to thing_admin;
alter table thing.tenants add column if not exists server text
    constraint tenants_server_fkey references thing.servers (name);

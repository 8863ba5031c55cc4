-- Tenants that are told apart by more than their slugs. (When a slug was given before now is not known: the tenant's own age has to do.)
alter table thing.tenants add column if not exists id uuid not null unique default gen_random_uuid();
alter table thing.tenants add column if not exists slug_since timestamptz;
update thing.tenants set slug_since = created_at where slug_since is null;
alter table thing.tenants alter column slug_since set default clock_timestamp(), alter column slug_since set not null;
create table if not exists thing.endings (
    role_oid oid primary key
);

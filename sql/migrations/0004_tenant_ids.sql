-- Tenants that are told apart by more than their slugs. (When a slug was given before now is not known: the tenant's own age has to do.)
alter table thing.tenants
    add column id uuid not null unique default gen_random_uuid(),
    add column slug_since timestamptz not null default clock_timestamp();
update thing.tenants set slug_since = created_at;

create table thing.endings (
    role_oid oid primary key
);

drop function thing.end_sessions(text);  -- it takes roles' oids now: thing.end_sessions_of

-- Where each tenant stands in an upgrade, and which programs the core works with.
alter table thing.tenants add column if not exists core_version integer;
alter table thing.tenants add column if not exists core_checksum text;
alter table thing.installation add column if not exists oldest_program integer not null default 0;

-- Tokens that are taken back before they end. Every server process keeps these rows in memory, and is told of new ones.
create table if not exists thing.revocations (
    tenant_id  uuid,
    subject    text constraint revocations_subject_check check (length(subject) <= 1000),
    before     timestamptz not null,
    revoked_at timestamptz not null default now(),
    constraint revocations_key unique nulls not distinct (tenant_id, subject)
);
comment on table thing.revocations is
    'Tokens that are refused: those of a tenant, and of a subject, that were issued before a moment '
    '(thing.revoke_tokens).';
comment on column thing.revocations.tenant_id is
    'thing.tenants.id, also of one that has moved away since; null: operators'' tokens that name no tenant.';
comment on column thing.revocations.subject is 'The claim sub; null: of everyone.';
grant select on thing.revocations to thing_admin;

-- Tokens that are taken back before they end.
create table if not exists thing.revocations (
    tenant_id  uuid,
    subject    text constraint revocations_subject_check check (length(subject) <= 1000),
    before     timestamptz not null,
    revoked_at timestamptz not null default now(),
    constraint revocations_key unique nulls not distinct (tenant_id, subject)
);

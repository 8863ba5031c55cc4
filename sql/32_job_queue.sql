-- Which tenants may have jobs to do, and from when: so that looking for jobs costs nothing for the tenants that have
-- none.
create table if not exists thing.job_queue (
    schema_name text primary key references thing.tenants (schema_name) on update cascade on delete cascade,
    due_at      timestamptz not null
);
comment on table thing.job_queue is
    'Tenants with open jobs. thing.enqueue_job and thing.retry_job bring one here, thing.claim_job takes it away when '
    'it finds none left.';
comment on column thing.job_queue.due_at is 'No job of the tenant is due before.';

-- What the watchdog has ended, for metrics.
create table if not exists thing.session_endings (
    schema_name text not null references thing.tenants (schema_name) on update cascade on delete cascade,
    reason      text not null,
    sessions    bigint not null,
    last_at     timestamptz not null,
    primary key (schema_name, reason)
);
comment on table thing.session_endings is
    'How many sessions of tenants the watchdog has ended, and statements, ever, by the reason that thing.end_blockers '
    'and thing.end_overruns give.';
comment on column thing.session_endings.last_at is 'When it did so last.';
grant select on thing.session_endings to thing_admin;

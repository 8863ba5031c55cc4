-- Where a timeline begins says which cursors outlive a failover.
create table if not exists thing.timelines (
    system_identifier bigint,
    timeline          integer,
    mark              text not null,
    began             pg_lsn,
    noted_at          timestamptz not null default now(),
    constraint timelines_pkey primary key (system_identifier, timeline),
    constraint timelines_mark_check check (mark ~ '^[0-9a-f]{8}$')
);

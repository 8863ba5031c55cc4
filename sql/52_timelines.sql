-- The timelines that this database has been on: another one begins when a standby takes over. Noted at the first
-- reading of events on it (thing.noted_timeline), and replicated, so that a standby knows those of its primary.
create table if not exists thing.timelines (
    system_identifier bigint,
    timeline          integer,
    mark              text not null,
    began             pg_lsn,
    noted_at          timestamptz not null default now(),
    constraint timelines_pkey primary key (system_identifier, timeline),
    constraint timelines_mark_check check (mark ~ '^[0-9a-f]{8}$')
);
comment on table thing.timelines is
    'Timelines of PostgreSQL that events were read on: which cursors of before a failover are still good.';
comment on column thing.timelines.system_identifier is 'Of the cluster: those of another one may come with a dump.';
comment on column thing.timelines.mark is
    'What cursors name it by, at random: two standbys may each begin a timeline of the same number.';
comment on column thing.timelines.began is
    'Where in the WAL of the timeline before it begins: what was committed later there is lost. Null: not known.';
grant select on thing.timelines to thing_admin;

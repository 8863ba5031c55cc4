-- A log may have partitions (thing.keep_log makes them, where log_keep is set and the log is large).
alter table change_log_state add column if not exists same_as oid[];
alter table change_log_state add column if not exists partition_ends jsonb not null default '{}';
comment on column change_log_state.same_as is
    'Of a log that got partitions: its oid, and that of the table it was, whose identity it keeps.';
comment on column change_log_state.partition_ends is
    'When each partition of the log ended that is written no more: {"change_log_1": time} (thing.keep_log).';

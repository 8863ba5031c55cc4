-- Of one try to stop the writes; autovacuum gives way at once.
select set_config('lock_timeout', $1, true), set_config('deadlock_timeout', '10ms', true)

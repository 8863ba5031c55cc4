-- One watchdog for each database, as long as its connection lasts. The number is "dogs" in ASCII.
select pg_try_advisory_lock(x'646f6773'::bigint)

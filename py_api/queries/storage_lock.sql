-- One process for each database measures what is stored, as long as its connection lasts. The number is "room" in
-- ASCII.
select pg_try_advisory_lock(x'726f6f6d'::bigint)

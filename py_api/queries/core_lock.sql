-- One installer at a time in this database, until core_unlock or the connection's end. The number is "thing" in ASCII.
select pg_advisory_lock(x'7468696e67'::bigint)

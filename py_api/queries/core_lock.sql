-- One installer at a time in this database, until the transaction ends. The number is "thing" in ASCII.
select pg_advisory_xact_lock(x'7468696e67'::bigint)

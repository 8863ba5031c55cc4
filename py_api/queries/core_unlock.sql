select pg_advisory_unlock(x'7468696e67'::bigint)

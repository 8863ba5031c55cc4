-- Where the partition of the log ends that has this seq. Each has room for more rows than it will ever get, so that no
-- write fails where the next one is missing; JSON's numbers are exact for 90,000 partitions.
create or replace function thing.log_bound(p_seq bigint)
returns bigint
language sql
immutable
as $$
    select (p_seq / 100000000000 + 1) * 100000000000
$$;
comment on function thing.log_bound(bigint) is 'Where the partition of the log ends that has this seq. Internal.';
revoke all on function thing.log_bound(bigint) from public;

-- The partitions of this tenant's log, in order: change_log_1, change_log_2 and so on, by ranges of seq. A partition
-- ends when the sequence leaps to the beginning of the next one (thing.keep_log); what it holds was all begun before
-- ended_at. from_seq: null in the first. None: the log is one table. Runs inside the tenant's schema.
create or replace function thing.log_partitions()
returns table (name text, from_seq bigint, to_seq bigint, ended_at timestamptz)
language plpgsql
stable
as $$
begin
    return query
    select c.relname::text, substring(b.bounds from 'FROM \(''(\d+)''\)')::bigint as from_seq,
           substring(b.bounds from 'TO \(''(\d+)''\)')::bigint as to_seq,
           (select (s.partition_ends ->> c.relname)::timestamptz from change_log_state s)
      from pg_inherits h
      join pg_class c on c.oid = h.inhrelid
     cross join lateral pg_get_expr(c.relpartbound, c.oid) b (bounds)
     where h.inhparent = to_regclass('change_log')
     order by to_seq;
end
$$;
comment on function thing.log_partitions() is 'The partitions of the tenant''s change log, in order. Internal.';
revoke all on function thing.log_partitions() from public;

-- Of a subscription: tables that have come, tables in all, bytes that have come, errors.
select count(*) filter (where r.srsubstate = 'r') as ready, count(*) as tables,
       coalesce(sum(pg_table_size(r.srrelid)), 0)::bigint as bytes,
       coalesce((select e.apply_error_count + e.sync_error_count from pg_stat_subscription_stats e
                  where e.subname = $1), 0)::bigint as errors
  from pg_subscription s
  join pg_subscription_rel r on r.srsubid = s.oid
 where s.subname = $1

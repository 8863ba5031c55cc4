-- What was done to the tables of a tenant ($1) since PostgreSQL counts.
select s.relname::text as name, s.seq_scan, coalesce(s.idx_scan, 0) as idx_scan, s.seq_tup_read,
       coalesce(s.idx_tup_fetch, 0) as idx_tup_fetch, s.n_tup_ins, s.n_tup_upd, s.n_tup_del,
       coalesce(i.heap_blks_hit + coalesce(i.idx_blks_hit, 0), 0) as hit,
       coalesce(i.heap_blks_read + coalesce(i.idx_blks_read, 0), 0) as read
  from thing.tenants t
  join pg_stat_all_tables s on s.schemaname = t.schema_name
  join pg_statio_all_tables i on i.relid = s.relid
 where t.slug = $1

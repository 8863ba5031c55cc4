-- Where the WAL ends with all that is visible. (At the end of a page the next record would begin behind its header.)
select t.mark, (case when mod(w.flushed, 8192) = 0 and w.inserted - w.flushed <= 40 then w.flushed else w.inserted end)::bigint
  from thing.noted_timeline() t
 cross join (select pg_current_wal_insert_lsn() - '0/0' as inserted, pg_current_wal_flush_lsn() - '0/0' as flushed) w

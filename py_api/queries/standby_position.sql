-- How far a standby is; no row on another server. It is on the timeline that its primary has noted.
select t.mark, (pg_last_wal_replay_lsn() - '0/0')::bigint
  from thing.timelines t
  join pg_control_system() s on s.system_identifier = t.system_identifier
 where pg_is_in_recovery()
 order by t.timeline desc
 limit 1

-- The slot, if it is there; with $2, who holds it is ended.
select s.active, case when $2::boolean then pg_terminate_backend(s.active_pid) end
  from pg_replication_slots s
 where s.slot_name = $1

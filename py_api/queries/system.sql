-- Tells this database from all others.
select s.system_identifier::text || ' ' || d.oid
  from pg_control_system() s, pg_database d
 where d.datname = current_database()

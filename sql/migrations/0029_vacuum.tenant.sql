-- The log is vacuumed after a twentieth of it, not a fifth (docs/indexes.md).
alter table change_log set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);

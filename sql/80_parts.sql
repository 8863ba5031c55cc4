-- What thing.check compares with: once all else is there. In a session's own settings, or the texts of pg_catalog would
-- differ.
select thing.note_parts();

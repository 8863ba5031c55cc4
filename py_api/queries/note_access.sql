select thing.note_access($1::text::jsonb)

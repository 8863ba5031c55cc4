-- What a page of the log ends with stands in columns of its own.
drop function thing.read_events(text, text, integer, text, jsonb);

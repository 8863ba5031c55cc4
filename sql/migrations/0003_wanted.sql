-- Readers that say what they want.
drop function thing.read_events(text, text, integer, text);  -- it takes one argument more now

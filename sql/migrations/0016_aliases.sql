-- It can keep the old name for a time.
drop function thing.rename_field(text, text, text, text, integer, text);

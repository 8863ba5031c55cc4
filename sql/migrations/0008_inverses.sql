-- It takes the name of a reference at its other end, too.
drop function thing.add_field(text, text, text, text, boolean, boolean, jsonb, jsonb, jsonb, text, text, boolean, boolean, text, text, integer, text);

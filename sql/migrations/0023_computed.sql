-- They take an expression, and a field that waits for one.
drop function thing.add_field(text, text, text, text, boolean, boolean, jsonb, jsonb, jsonb, text, text, text, boolean,
    boolean, text, text, integer, text);
drop function thing.insert_field(integer, jsonb, integer);

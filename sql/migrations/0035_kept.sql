-- It takes whether a figure is kept.
drop function thing.add_field(text, text, text, text, boolean, boolean, jsonb, jsonb, jsonb, text, text, text, boolean,
    boolean, text, text, text, boolean, integer, text);

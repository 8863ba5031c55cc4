-- It takes the schema of what is replaced.
drop function thing.clone_rows(text, text, text[]);

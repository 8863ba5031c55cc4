-- It takes limits.
drop function thing.persist_document(text, text);

-- It looks at the indexes that have the field as a key, too.
drop function thing.check_indexing(jsonb);

-- The changes that lead to a document, and the version of the schema that they start from.
select thing.diff($1, $2::jsonb) as changes, (select max(h.version) from thing.history($1) h) as version

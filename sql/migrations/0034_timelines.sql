-- Cursors say on which timeline, and up to where in its WAL, they have seen what was committed.
alter type thing.change_cursor add attribute mark text;
alter type thing.change_cursor add attribute lsn pg_lsn;

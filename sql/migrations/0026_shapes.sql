-- What a shape of access needs is told with more; how much an index reads depends on what is shown, too.
drop function thing.shape_needs(integer);
drop function thing.rows_read(double precision, jsonb, text[], text[], text[], text[], boolean, double precision,
    text[], text[]);

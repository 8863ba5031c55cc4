select * from thing.begin_restore($1::jsonb, $2)

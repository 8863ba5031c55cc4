select * from thing.finish_restore($1, $2::jsonb, $3, $4::jsonb)

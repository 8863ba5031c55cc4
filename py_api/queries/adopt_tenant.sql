select * from thing.adopt_tenant($1, $2, $3, $4::jsonb)

select * from thing.create_tenant($1, $2, $3, $4::jsonb)

select * from thing.resume_tenant($1)

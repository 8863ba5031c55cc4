select * from thing.jobs($1)

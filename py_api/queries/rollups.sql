select * from thing.rollups($1)

select d.* from thing.deleted_things($1, $2, $3, $4) d

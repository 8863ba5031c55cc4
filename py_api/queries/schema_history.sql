select version, created_at, author, reverts, changes from thing.history($1) order by version desc

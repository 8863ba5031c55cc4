select version, created_at, author, reverts, operations from thing.history($1) order by version desc

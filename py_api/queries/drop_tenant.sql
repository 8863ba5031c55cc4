-- The confirmation has been asked for by the caller.
select thing.drop_tenant($1, $1)

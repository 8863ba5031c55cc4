-- So many ids for new things, in the order of time.
select thing.uuid_v7() as id from generate_series(1, $1) order by 1

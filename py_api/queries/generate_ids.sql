-- Ids that made-up references may name, as they are written there.
select replace(id::text, '-', '') from {table} order by id limit $1

-- The next things of a table, with the values that made-up ones must fit.
select id::text, jsonb_build_array({columns}) from {table} where id > $1::text::uuid order by id limit $2

-- Of a table: rows, and a sum over hashes of them that does not depend on their order.
select count(*), coalesce(sum(hashtextextended(row({columns})::text, 0)::numeric), 0)::text from {table}

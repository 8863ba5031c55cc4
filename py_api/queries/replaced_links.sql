-- How many links each thing has.
select {columns}, count(*) from {table} group by 1 order by 1

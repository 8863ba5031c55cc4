select (array[0, 5, 10, 20])[b], (array[5, 10, 20])[b], count(*), sum(total)
  from (select total, width_bucket(total, array[0, 5, 10, 20]::numeric[]) as b from tc_invoice) q group by b order by b

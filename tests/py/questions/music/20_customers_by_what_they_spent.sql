select c.name, sum(i.total) from tc_customer c join tc_invoice i on i.customer = c.id group by c.id, c.name having sum(i.total) >= 50
 order by 2 desc, 1 limit 5
